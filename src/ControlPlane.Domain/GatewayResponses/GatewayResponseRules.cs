using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.GatewayResponses;

/// <summary>What gateway responses must keep to, and what API Gateway answers where an API says nothing else.</summary>
public static class GatewayResponseRules
{
    /// <summary>The body that a gateway response without a template gives.</summary>
    public const string DefaultTemplate = """{"message":$context.error.messageString}""";

    private static readonly IReadOnlyDictionary<string, string> _defaultTemplates = Maps.Empty<string>().With("application/json", DefaultTemplate);

    /// <summary>The status that API Gateway gives a case by itself, or null for the two families.</summary>
    public static string? DefaultStatus(GatewayResponseType type) => type switch
    {
        GatewayResponseType.BadRequestBody or GatewayResponseType.BadRequestParameters => "400",
        GatewayResponseType.Unauthorized => "401",
        GatewayResponseType.ResourceNotFound => "404",
        GatewayResponseType.RequestTooLarge => "413",
        GatewayResponseType.UnsupportedMediaType => "415",
        GatewayResponseType.QuotaExceeded or GatewayResponseType.Throttled => "429",
        GatewayResponseType.ApiConfigurationError or GatewayResponseType.AuthorizerConfigurationError or GatewayResponseType.AuthorizerFailure => "500",
        GatewayResponseType.IntegrationFailure or GatewayResponseType.IntegrationTimeout => "504",
        GatewayResponseType.Default4xx or GatewayResponseType.Default5xx => null,
        _ => "403",
    };

    /// <summary>What an API answers in a case that it has no gateway response of its own for.</summary>
    public static GatewayResponse Default(GatewayResponseType type) => Complete(new GatewayResponse { ResponseType = type });

    /// <summary>A gateway response with API Gateway's own status and template where it has none, as it is shown.</summary>
    public static GatewayResponse Complete(GatewayResponse response) => WithTemplates(response) with { StatusCode = response.StatusCode ?? DefaultStatus(response.ResponseType) };

    /// <summary>A gateway response with API Gateway's own template where it has none, as patches find it.</summary>
    public static GatewayResponse WithTemplates(GatewayResponse response) =>
        response.ResponseTemplates.Count > 0 ? response : response with { ResponseTemplates = _defaultTemplates };

    /// <summary>Checks a gateway response before it is stored.</summary>
    /// <param name="response">The response.</param>
    /// <param name="input">What AWS's model calls the request, for messages: <c>putGatewayResponseInput</c>.</param>
    /// <returns>The response.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static GatewayResponse Validate(GatewayResponse response, string input)
    {
        if (response.StatusCode is { } status)
        {
            MethodRules.ValidateStatusCode(status, $"{input}.statusCode");
        }

        foreach (var (key, source) in response.ResponseParameters)
        {
            if (!MappingExpression.IsGatewayResponseHeader(key))
            {
                throw MappingExpression.Invalid(key);
            }

            if (!MappingExpression.IsGatewayResponseSource(source))
            {
                throw MappingExpression.Invalid(source);
            }
        }

        foreach (var (type, template) in response.ResponseTemplates)
        {
            MediaTypes.Validate(type);
            if (template.Length > IntegrationRules.MaxTemplateLength)
            {
                throw ApiException.BadRequest($"Template is too large. A mapping template may have at most {IntegrationRules.MaxTemplateLength} characters.");
            }
        }

        return response;
    }
}
