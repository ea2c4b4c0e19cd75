using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Authorizers;

/// <summary>What an authorizer judges by (AWS: AuthorizerType).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuthorizerType>))]
public enum AuthorizerType
{
    /// <summary>A function that gets one header.</summary>
    [JsonStringEnumMemberName("TOKEN")]
    Token,

    /// <summary>A function that gets the whole request but its body.</summary>
    [JsonStringEnumMemberName("REQUEST")]
    Request,

    /// <summary>Tokens of Cognito user pools.</summary>
    [JsonStringEnumMemberName("COGNITO_USER_POOLS")]
    CognitoUserPools,
}
