using ControlPlane.Domain.GatewayResponses;

namespace ControlPlane.Gateway.Responses;

/// <summary>What API Gateway calls the cases in which it answers by itself; found without reflection.</summary>
internal static class GatewayResponseNames
{
    public static string Of(GatewayResponseType type) => type switch
    {
        GatewayResponseType.AccessDenied => "ACCESS_DENIED",
        GatewayResponseType.ApiConfigurationError => "API_CONFIGURATION_ERROR",
        GatewayResponseType.AuthorizerConfigurationError => "AUTHORIZER_CONFIGURATION_ERROR",
        GatewayResponseType.AuthorizerFailure => "AUTHORIZER_FAILURE",
        GatewayResponseType.BadRequestParameters => "BAD_REQUEST_PARAMETERS",
        GatewayResponseType.BadRequestBody => "BAD_REQUEST_BODY",
        GatewayResponseType.Default4xx => "DEFAULT_4XX",
        GatewayResponseType.Default5xx => "DEFAULT_5XX",
        GatewayResponseType.ExpiredToken => "EXPIRED_TOKEN",
        GatewayResponseType.IntegrationFailure => "INTEGRATION_FAILURE",
        GatewayResponseType.IntegrationTimeout => "INTEGRATION_TIMEOUT",
        GatewayResponseType.InvalidApiKey => "INVALID_API_KEY",
        GatewayResponseType.InvalidSignature => "INVALID_SIGNATURE",
        GatewayResponseType.MissingAuthenticationToken => "MISSING_AUTHENTICATION_TOKEN",
        GatewayResponseType.QuotaExceeded => "QUOTA_EXCEEDED",
        GatewayResponseType.RequestTooLarge => "REQUEST_TOO_LARGE",
        GatewayResponseType.ResourceNotFound => "RESOURCE_NOT_FOUND",
        GatewayResponseType.Throttled => "THROTTLED",
        GatewayResponseType.Unauthorized => "UNAUTHORIZED",
        GatewayResponseType.UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
        GatewayResponseType.WafFiltered => "WAF_FILTERED",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown type."),
    };
}
