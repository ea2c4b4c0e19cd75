using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Integrations;

/// <summary>An Integration and its IntegrationResponses on the wire.</summary>
internal static class IntegrationJson
{
    public static void Write(Utf8JsonWriter writer, Integration integration)
    {
        writer.WriteStartObject();
        writer.WriteString("type", WireNames.Of(integration.Type));
        writer.Optional("httpMethod", integration.HttpMethod);
        writer.Optional("uri", integration.Uri);
        if (integration.ConnectionType is { } connection)
        {
            writer.WriteString("connectionType", WireNames.Of(connection));
        }

        writer.Optional("connectionId", integration.ConnectionId);
        writer.Optional("credentials", integration.Credentials);
        writer.Optional("requestParameters", integration.RequestParameters);
        writer.OptionalTemplates("requestTemplates", integration.RequestTemplates);
        writer.WriteString("passthroughBehavior", WireNames.Of(integration.PassthroughBehavior));
        Write(writer, integration.ContentHandling);
        writer.WriteNumber("timeoutInMillis", integration.TimeoutInMillis);
        writer.WriteString("cacheNamespace", integration.CacheNamespace);
        writer.List("cacheKeyParameters", integration.CacheKeyParameters);
        writer.Optional("integrationResponses", integration.IntegrationResponses, Write);
        if (integration.TlsConfig is { } tls)
        {
            writer.WriteStartObject("tlsConfig");
            writer.WriteBoolean("insecureSkipVerification", tls.InsecureSkipVerification);
            writer.WriteEndObject();
        }

        writer.Optional("responseTransferMode", integration.ResponseTransferMode);
        writer.Optional("integrationTarget", integration.IntegrationTarget);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, IntegrationResponse response)
    {
        writer.WriteStartObject();
        writer.WriteString("statusCode", response.StatusCode);
        writer.Optional("selectionPattern", response.SelectionPattern);
        writer.Optional("responseParameters", response.ResponseParameters);
        writer.OptionalTemplates("responseTemplates", response.ResponseTemplates);
        Write(writer, response.ContentHandling);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ContentHandling? handling)
    {
        if (handling is { } value)
        {
            writer.WriteString("contentHandling", WireNames.Of(value));
        }
    }
}
