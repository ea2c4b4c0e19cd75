using System.Text;
using System.Text.Json;
using ControlPlane.Domain.GatewayResponses;

namespace ControlPlane.Gateway.Responses;

/// <summary>An answer the gateway gives by itself, as API Gateway words it unless the API has a gateway response of its own for the case.</summary>
internal sealed class GatewayError
{
    /// <summary>What the body of an answer that comes after matching begins with: with a blank, as API Gateway has it.</summary>
    private const string Spaced = """{"message": """;

    private GatewayError(GatewayResponseType? kind, int status, string type, string? message, string before = """{"message":""")
    {
        Kind = kind;
        Status = status;
        Type = type;
        Message = message;
        Body = Encoding.UTF8.GetBytes($$"""{{before}}{{(message is null ? "null" : $"\"{JsonEncodedText.Encode(message)}\"")}}}""");
    }

    /// <summary>The gateway response that an API may word in its place; null where none can (the request belongs to no API yet).</summary>
    public GatewayResponseType? Kind { get; }

    public int Status { get; }

    /// <summary>The <c>x-amzn-ErrorType</c> header.</summary>
    public string Type { get; }

    /// <summary>The text for the caller (AWS: $context.error.message), or null.</summary>
    public string? Message { get; }

    /// <summary>What is wrong with the request's body (AWS: $context.error.validationErrorString), or null.</summary>
    public string? ValidationError { get; private init; }

    /// <summary>The body as API Gateway gives it by default.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The <c>Retry-After</c> header in seconds, or null.</summary>
    public string? RetryAfter { get; private init; }

    /// <summary>Unknown stage or disabled endpoint.</summary>
    public static GatewayError Forbidden { get; } = new(null, 403, "ForbiddenException", "Forbidden");

    /// <summary>No such method or resource, or credentials are missing.</summary>
    public static GatewayError MissingAuthenticationToken { get; } =
        new(GatewayResponseType.MissingAuthenticationToken, 403, "MissingAuthenticationTokenException", "Missing Authentication Token");

    public static GatewayError Unauthorized { get; } = new(GatewayResponseType.Unauthorized, 401, "UnauthorizedException", "Unauthorized");

    /// <summary>A policy said no.</summary>
    public static GatewayError AccessDenied { get; } = Denied("User: anonymous is not authorized to perform: execute-api:Invoke");

    public static GatewayError AuthorizerConfiguration { get; } =
        new(GatewayResponseType.AuthorizerConfigurationError, 500, "AuthorizerConfigurationException", null);

    public static GatewayError AuthorizerFailure { get; } =
        new(GatewayResponseType.AuthorizerFailure, 500, "InternalServerErrorException", "Internal server error");

    public static GatewayError InvalidApiKey { get; } = new(GatewayResponseType.InvalidApiKey, 403, "ForbiddenException", "Forbidden");

    /// <summary>The stage's web ACL said no.</summary>
    public static GatewayError Filtered { get; } = new(GatewayResponseType.WafFiltered, 403, "ForbiddenException", "Forbidden");

    public static GatewayError Throttled { get; } = new(GatewayResponseType.Throttled, 429, "TooManyRequestsException", "Too Many Requests");

    public static GatewayError QuotaExceeded { get; } = new(GatewayResponseType.QuotaExceeded, 429, "LimitExceededException", "Limit Exceeded");

    /// <summary>What came is no request.</summary>
    public static GatewayError BadRequest { get; } = new(null, 400, "BadRequestException", "Bad Request");

    public static GatewayError BadRequestBody { get; } = new(GatewayResponseType.BadRequestBody, 400, "BadRequestException", "Invalid request body", Spaced);

    /// <summary>The body does not fit its model.</summary>
    /// <param name="complaints">What is wrong with it.</param>
    public static GatewayError InvalidBody(string complaints) =>
        new(BadRequestBody.Kind, BadRequestBody.Status, BadRequestBody.Type, BadRequestBody.Message, Spaced) { ValidationError = complaints };

    public static GatewayError RequestTooLarge { get; } = new(GatewayResponseType.RequestTooLarge, 413, "RequestTooLargeException", "Request Too Long");

    public static GatewayError UnsupportedMediaType { get; } =
        new(GatewayResponseType.UnsupportedMediaType, 415, "BadRequestException", "Unsupported Media Type", Spaced);

    /// <summary>API_CONFIGURATION_ERROR, and whatever else went wrong inside.</summary>
    public static GatewayError Internal { get; } =
        new(GatewayResponseType.ApiConfigurationError, 500, "InternalServerErrorException", "Internal server error", Spaced);

    /// <summary>A backend answered something that is no answer.</summary>
    public static GatewayError BadBackendResponse { get; } =
        new(GatewayResponseType.IntegrationFailure, 502, "InternalServerErrorException", "Internal server error", Spaced);

    /// <summary>INTEGRATION_FAILURE: the backend cannot be reached.</summary>
    public static GatewayError IntegrationFailure { get; } =
        new(GatewayResponseType.IntegrationFailure, 504, "InternalServerErrorException", "Internal server error", Spaced);

    public static GatewayError IntegrationTimeout { get; } =
        new(GatewayResponseType.IntegrationTimeout, 504, "InternalServerErrorException", "Endpoint request timed out", Spaced);

    /// <summary>The stage's configuration cannot be read.</summary>
    public static GatewayError ServiceUnavailable { get; } = new(null, 503, "ServiceUnavailableException", "Service Unavailable", Spaced) { RetryAfter = "1" };

    /// <summary>A policy said no, in its own words; the body's key has a capital letter.</summary>
    public static GatewayError Denied(string message) => new(GatewayResponseType.AccessDenied, 403, "AccessDeniedException", message, """{"Message":""");

    /// <summary>Required parameters are missing.</summary>
    public static GatewayError BadRequestParameters(string message) =>
        new(GatewayResponseType.BadRequestParameters, 400, "BadRequestException", message, Spaced);
}
