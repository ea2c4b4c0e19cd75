using System.Text;

namespace ControlPlane.Gateway.Responses;

/// <summary>An answer the gateway gives by itself, as API Gateway words it (AWS: gateway responses).</summary>
internal sealed class GatewayError
{
    private GatewayError(int status, string type, string body)
    {
        Status = status;
        Type = type;
        Body = Encoding.UTF8.GetBytes(body);
    }

    public int Status { get; }

    /// <summary>The <c>x-amzn-ErrorType</c> header.</summary>
    public string Type { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The <c>Retry-After</c> header in seconds, or null.</summary>
    public string? RetryAfter { get; private init; }

    public static GatewayError Forbidden { get; } = new(403, "ForbiddenException", """{"message":"Forbidden"}""");

    public static GatewayError MissingAuthenticationToken { get; } =
        new(403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}""");

    public static GatewayError Unauthorized { get; } = new(401, "UnauthorizedException", """{"message":"Unauthorized"}""");

    public static GatewayError AccessDenied { get; } =
        new(403, "AccessDeniedException", """{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke"}""");

    public static GatewayError AuthorizerConfiguration { get; } = new(500, "AuthorizerConfigurationException", """{"message":null}""");

    /// <summary>What came is no request.</summary>
    public static GatewayError BadRequest { get; } = new(400, "BadRequestException", """{"message":"Bad Request"}""");

    public static GatewayError BadRequestBody { get; } = new(400, "BadRequestException", """{"message": "Invalid request body"}""");

    public static GatewayError RequestTooLarge { get; } = new(413, "RequestTooLargeException", """{"message":"Request Too Long"}""");

    public static GatewayError UnsupportedMediaType { get; } = new(415, "BadRequestException", """{"message": "Unsupported Media Type"}""");

    /// <summary>API_CONFIGURATION_ERROR, and whatever else went wrong inside.</summary>
    public static GatewayError Internal { get; } = new(500, "InternalServerErrorException", """{"message": "Internal server error"}""");

    /// <summary>A backend answered something that is no answer.</summary>
    public static GatewayError BadBackendResponse { get; } = new(502, "InternalServerErrorException", """{"message": "Internal server error"}""");

    /// <summary>INTEGRATION_FAILURE: the backend cannot be reached.</summary>
    public static GatewayError IntegrationFailure { get; } = new(504, "InternalServerErrorException", """{"message": "Internal server error"}""");

    /// <summary>The stage's configuration cannot be read.</summary>
    public static GatewayError ServiceUnavailable { get; } =
        new(503, "ServiceUnavailableException", """{"message": "Service Unavailable"}""") { RetryAfter = "1" };

    public static GatewayError IntegrationTimeout { get; } = new(504, "InternalServerErrorException", """{"message": "Endpoint request timed out"}""");
}
