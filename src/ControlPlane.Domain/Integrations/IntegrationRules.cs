using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Domain.Integrations;

/// <summary>What integrations and their responses must keep to.</summary>
public static class IntegrationRules
{
    /// <summary>The largest mapping template, in bytes of text.</summary>
    public const int MaxTemplateLength = 300 * 1024;

    /// <summary>Checks an integration against the method it belongs to.</summary>
    /// <returns>The integration, empty templates made null.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Integration Validate(Method method, Integration integration)
    {
        if (integration.Type != IntegrationType.Mock && string.IsNullOrEmpty(integration.HttpMethod))
        {
            throw ApiException.BadRequest("Enumeration value for HttpMethod must be non-empty");
        }

        if (!string.IsNullOrEmpty(integration.HttpMethod))
        {
            MethodRules.ValidateVerb(integration.HttpMethod);
        }

        IntegrationUri.Validate(integration.Type, integration.Uri);
        if (integration.TimeoutInMillis is < 50 or > Integration.DefaultTimeoutInMillis)
        {
            throw ApiException.BadRequest("Timeout should be between 50 ms and 29000 ms");
        }

        if (integration.ConnectionType == ConnectionType.VpcLink && string.IsNullOrEmpty(integration.ConnectionId))
        {
            throw ApiException.BadRequest("ConnectionId is required when connectionType is VPC_LINK");
        }

        foreach (var (key, source) in integration.RequestParameters)
        {
            ValidateRequestParameter(method, key, source);
        }

        foreach (var parameter in integration.CacheKeyParameters)
        {
            if (!method.RequestParameters.ContainsKey(parameter) && !integration.RequestParameters.ContainsKey(parameter))
            {
                throw ApiException.BadRequest($"Invalid cache key parameter specified: {parameter}");
            }
        }

        return integration with { RequestTemplates = Templates(integration.RequestTemplates) };
    }

    /// <summary>Checks an integration response against the method it belongs to.</summary>
    /// <returns>The response, empty templates made null.</returns>
    /// <exception cref="ApiException">400 or 404 with API Gateway's message.</exception>
    public static IntegrationResponse Validate(Method method, IntegrationResponse response)
    {
        if (!method.MethodResponses.TryGetValue(response.StatusCode, out var declared))
        {
            throw ApiException.NotFound("Invalid Response status code specified");
        }

        foreach (var (key, source) in response.ResponseParameters)
        {
            if (!MappingExpression.IsMethodResponseHeader(key))
            {
                throw MappingExpression.Invalid(key);
            }

            if (!MappingExpression.IsResponseSource(source))
            {
                throw MappingExpression.Invalid(source);
            }

            if (!declared.ResponseParameters.ContainsKey(key))
            {
                throw MappingExpression.Undeclared(key);
            }
        }

        return response with { ResponseTemplates = Templates(response.ResponseTemplates) };
    }

    private static void ValidateRequestParameter(Method method, string key, string source)
    {
        if (!MappingExpression.IsIntegrationRequestParameter(key))
        {
            throw MappingExpression.Invalid(key);
        }

        if (!MappingExpression.IsRequestSource(source))
        {
            throw MappingExpression.Invalid(source);
        }

        if (MappingExpression.RequiredParameter(source) is { } parameter && !method.RequestParameters.ContainsKey(parameter))
        {
            throw MappingExpression.Undeclared(parameter);
        }
    }

    private static Dictionary<string, string?> Templates(IReadOnlyDictionary<string, string?> templates)
    {
        var checkedTemplates = new Dictionary<string, string?>(templates.Count, StringComparer.Ordinal);
        foreach (var (type, template) in templates)
        {
            MediaTypes.Validate(type);
            if (template is { Length: > MaxTemplateLength })
            {
                throw ApiException.BadRequest($"Template is too large. A mapping template may have at most {MaxTemplateLength} characters.");
            }

            checkedTemplates[type] = string.IsNullOrEmpty(template) ? null : template;
        }

        return checkedTemplates;
    }
}
