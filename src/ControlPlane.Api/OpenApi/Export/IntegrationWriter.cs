using System.Text.Json.Nodes;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.OpenApi.Export;

/// <summary>Writes <c>x-amazon-apigateway-integration</c>. What it leaves out is what an import gives by itself.</summary>
/// <remarks>The document has an integration's responses by their pattern: of two with one pattern, of which the gateway never takes the second, only the first is written.</remarks>
internal static class IntegrationWriter
{
    /// <summary>Writes one.</summary>
    /// <param name="integration">The integration.</param>
    /// <param name="resourceId">The resource, which is the cache namespace when nothing else is said.</param>
    public static JsonObject Write(Integration integration, string resourceId)
    {
        var json = new JsonObject { ["type"] = WireNames.Of(integration.Type).ToLowerInvariant() };
        json.AddOptional("httpMethod", integration.HttpMethod);
        json.AddOptional("uri", integration.Uri);
        json.AddOptional("connectionType", integration.ConnectionType is { } connection ? WireNames.Of(connection) : null);
        json.AddOptional("connectionId", integration.ConnectionId);
        json.AddOptional("credentials", integration.Credentials);
        json.AddOptional("responses", Responses(integration));
        json.AddOptional("requestParameters", integration.RequestParameters);
        json.AddTemplates("requestTemplates", integration.RequestTemplates);
        json["passthroughBehavior"] = WireNames.Of(integration.PassthroughBehavior).ToLowerInvariant();
        json.AddOptional("contentHandling", integration.ContentHandling is { } handling ? WireNames.Of(handling) : null);
        if (integration.TimeoutInMillis != Integration.DefaultTimeoutInMillis)
        {
            json["timeoutInMillis"] = integration.TimeoutInMillis;
        }

        json.AddOptional("cacheNamespace", integration.CacheNamespace == resourceId ? null : integration.CacheNamespace);
        json.AddOptional("cacheKeyParameters", integration.CacheKeyParameters);
        if (integration.TlsConfig is { } tls)
        {
            json["tlsConfig"] = new JsonObject { ["insecureSkipVerification"] = tls.InsecureSkipVerification };
        }

        json.AddOptional("responseTransferMode", integration.ResponseTransferMode);
        json.AddOptional("integrationTarget", integration.IntegrationTarget);
        return json;
    }

    private static JsonObject Responses(Integration integration)
    {
        var responses = new JsonObject();
        foreach (var (_, response) in integration.IntegrationResponses.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var pattern = string.IsNullOrEmpty(response.SelectionPattern) ? "default" : response.SelectionPattern;
            if (responses.ContainsKey(pattern))
            {
                continue;
            }

            var json = new JsonObject { ["statusCode"] = response.StatusCode };
            json.AddOptional("responseParameters", response.ResponseParameters);
            json.AddTemplates("responseTemplates", response.ResponseTemplates);
            json.AddOptional("contentHandling", response.ContentHandling is { } handling ? WireNames.Of(handling) : null);
            responses[pattern] = json;
        }

        return responses;
    }
}
