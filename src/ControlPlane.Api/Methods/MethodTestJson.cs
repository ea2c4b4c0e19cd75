using System.Text.Json;
using ControlPlane.Gateway.Testing;

namespace ControlPlane.Api.Methods;

/// <summary>How a tested method answered, on the wire.</summary>
internal static class MethodTestJson
{
    public static void Write(Utf8JsonWriter writer, MethodTestResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("status", result.Status);
        writer.WriteString("body", result.Body);
        var headers = result.Headers.GroupBy(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase).ToArray();
        writer.WriteStartObject("headers");
        foreach (var header in headers)
        {
            writer.WriteString(header.Key, header.Last());
        }

        writer.WriteEndObject();
        writer.WriteStartObject("multiValueHeaders");
        foreach (var header in headers)
        {
            writer.WriteStartArray(header.Key);
            foreach (var value in header)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteString("log", result.Log);
        writer.WriteNumber("latency", result.Latency);
        writer.WriteEndObject();
    }
}
