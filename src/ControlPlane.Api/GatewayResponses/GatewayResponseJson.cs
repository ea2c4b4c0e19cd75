using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.GatewayResponses;

/// <summary>A GatewayResponse on the wire.</summary>
internal static class GatewayResponseJson
{
    /// <summary>A response the API words itself.</summary>
    public static void Write(Utf8JsonWriter writer, GatewayResponse response) => Write(writer, response, isDefault: false);

    /// <summary>API Gateway's own response to a case.</summary>
    public static void WriteDefault(Utf8JsonWriter writer, GatewayResponse response) => Write(writer, response, isDefault: true);

    private static void Write(Utf8JsonWriter writer, GatewayResponse response, bool isDefault)
    {
        var complete = GatewayResponseRules.Complete(response);
        writer.WriteStartObject();
        writer.WriteString("responseType", WireNames.Of(complete.ResponseType));
        writer.Optional("statusCode", complete.StatusCode);
        writer.Map("responseParameters", complete.ResponseParameters);
        writer.Map("responseTemplates", complete.ResponseTemplates);
        writer.WriteBoolean("defaultResponse", isDefault);
        writer.WriteEndObject();
    }
}
