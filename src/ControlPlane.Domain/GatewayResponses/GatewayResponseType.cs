using System.Text.Json.Serialization;

namespace ControlPlane.Domain.GatewayResponses;

/// <summary>The cases in which an API answers by itself (AWS: GatewayResponseType).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GatewayResponseType>))]
public enum GatewayResponseType
{
    /// <summary>A resource policy or an authorizer refused the caller.</summary>
    [JsonStringEnumMemberName("ACCESS_DENIED")]
    AccessDenied,

    /// <summary>The API is configured so that the request cannot be served.</summary>
    [JsonStringEnumMemberName("API_CONFIGURATION_ERROR")]
    ApiConfigurationError,

    /// <summary>The authorizer cannot be asked.</summary>
    [JsonStringEnumMemberName("AUTHORIZER_CONFIGURATION_ERROR")]
    AuthorizerConfigurationError,

    /// <summary>The authorizer failed.</summary>
    [JsonStringEnumMemberName("AUTHORIZER_FAILURE")]
    AuthorizerFailure,

    /// <summary>A required parameter is missing.</summary>
    [JsonStringEnumMemberName("BAD_REQUEST_PARAMETERS")]
    BadRequestParameters,

    /// <summary>The body does not fit its model.</summary>
    [JsonStringEnumMemberName("BAD_REQUEST_BODY")]
    BadRequestBody,

    /// <summary>Every case of the client's that has no response of its own.</summary>
    [JsonStringEnumMemberName("DEFAULT_4XX")]
    Default4xx,

    /// <summary>Every case of the server's that has no response of its own.</summary>
    [JsonStringEnumMemberName("DEFAULT_5XX")]
    Default5xx,

    /// <summary>The caller's credentials have expired.</summary>
    [JsonStringEnumMemberName("EXPIRED_TOKEN")]
    ExpiredToken,

    /// <summary>The backend failed.</summary>
    [JsonStringEnumMemberName("INTEGRATION_FAILURE")]
    IntegrationFailure,

    /// <summary>The backend took too long.</summary>
    [JsonStringEnumMemberName("INTEGRATION_TIMEOUT")]
    IntegrationTimeout,

    /// <summary>The API key is missing, unknown or of no usage plan here.</summary>
    [JsonStringEnumMemberName("INVALID_API_KEY")]
    InvalidApiKey,

    /// <summary>The caller's signature is wrong.</summary>
    [JsonStringEnumMemberName("INVALID_SIGNATURE")]
    InvalidSignature,

    /// <summary>Credentials are missing, or there is no such method or resource.</summary>
    [JsonStringEnumMemberName("MISSING_AUTHENTICATION_TOKEN")]
    MissingAuthenticationToken,

    /// <summary>The API key's quota is used up.</summary>
    [JsonStringEnumMemberName("QUOTA_EXCEEDED")]
    QuotaExceeded,

    /// <summary>The request is too large.</summary>
    [JsonStringEnumMemberName("REQUEST_TOO_LARGE")]
    RequestTooLarge,

    /// <summary>There is no such resource.</summary>
    [JsonStringEnumMemberName("RESOURCE_NOT_FOUND")]
    ResourceNotFound,

    /// <summary>Too many requests.</summary>
    [JsonStringEnumMemberName("THROTTLED")]
    Throttled,

    /// <summary>The authorizer did not know the caller.</summary>
    [JsonStringEnumMemberName("UNAUTHORIZED")]
    Unauthorized,

    /// <summary>No template takes the body's media type.</summary>
    [JsonStringEnumMemberName("UNSUPPORTED_MEDIA_TYPE")]
    UnsupportedMediaType,

    /// <summary>The firewall refused the request.</summary>
    [JsonStringEnumMemberName("WAF_FILTERED")]
    WafFiltered,
}
