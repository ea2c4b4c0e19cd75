using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Methods;

/// <summary>How a method's callers are authorized (AWS: authorizationType).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuthorizationType>))]
public enum AuthorizationType
{
    /// <summary>Open to everyone.</summary>
    [JsonStringEnumMemberName("NONE")]
    None,

    /// <summary>SigV4 with IAM credentials.</summary>
    [JsonStringEnumMemberName("AWS_IAM")]
    AwsIam,

    /// <summary>A Lambda authorizer.</summary>
    [JsonStringEnumMemberName("CUSTOM")]
    Custom,

    /// <summary>Tokens of a Cognito user pool.</summary>
    [JsonStringEnumMemberName("COGNITO_USER_POOLS")]
    CognitoUserPools,
}
