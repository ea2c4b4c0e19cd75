using System.Text.Encodings.Web;
using System.Text.Json;

namespace ControlPlane.Api.Description;

/// <summary>
/// The control API as a service model of the AWS CLI and boto3: what <c>aws configure add-model</c> takes. API Gateway's operations are in
/// it beside ours, because behind a Function URL with IAM requests are signed for <c>lambda</c>, which <c>aws apigateway</c> cannot do.
/// </summary>
public static class ServiceModel
{
    /// <summary>The name that clients know the service by.</summary>
    public const string ServiceName = "controlplane";

    private static readonly JsonWriterOptions _writing = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the model as JSON.</summary>
    /// <param name="output">Where to.</param>
    public static void Write(Stream output)
    {
        using var writer = new Utf8JsonWriter(output, _writing);
        writer.WriteStartObject();
        writer.WriteString("version", "2.0");
        WriteMetadata(writer);
        writer.WriteStartObject("operations");
        foreach (var operation in ApiDescription.Operations.OrderBy(operation => operation.Name, StringComparer.Ordinal))
        {
            WriteOperation(writer, operation);
        }

        writer.WriteEndObject();
        WriteShapes(writer);
        writer.WriteString("documentation", "<p>The control API of ControlPlane: API Gateway's operations on APIs, deployments, stages and canaries, and its own.</p>");
        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("metadata");
        writer.WriteString("apiVersion", ApiDescription.Version);
        writer.WriteString("endpointPrefix", ServiceName);
        writer.WriteString("protocol", "rest-json");
        writer.WriteStartArray("protocols");
        writer.WriteStringValue("rest-json");
        writer.WriteEndArray();
        writer.WriteString("serviceFullName", "ControlPlane");
        writer.WriteString("serviceId", "ControlPlane");
        writer.WriteString("signatureVersion", "v4");
        writer.WriteString("signingName", "lambda");
        writer.WriteString("uid", $"{ServiceName}-{ApiDescription.Version}");
        writer.WriteEndObject();
    }

    private static void WriteOperation(Utf8JsonWriter writer, Operation operation)
    {
        writer.WriteStartObject(operation.Name);
        writer.WriteString("name", operation.Name);
        writer.WriteStartObject("http");
        writer.WriteString("method", operation.Verb);
        writer.WriteString("requestUri", operation.Pattern.Replace("{**", "{", StringComparison.Ordinal) + (operation.FixedQuery is { } query ? $"?{query}" : ""));
        writer.WriteNumber("responseCode", operation.Status);
        writer.WriteEndObject();
        if (HasInput(operation))
        {
            ModelShapes.WriteReference(writer, "input", InputName(operation));
        }

        if (operation.Output is { } output)
        {
            ModelShapes.WriteReference(writer, "output", output.Name);
        }

        writer.WriteString("documentation", $"<p>{HtmlEncoder.Default.Encode(operation.Documentation)}</p>");
        writer.WriteEndObject();
    }

    private static void WriteShapes(Utf8JsonWriter writer)
    {
        var shapes = new SortedDictionary<string, Action<Utf8JsonWriter>>(StringComparer.Ordinal);
        foreach (var operation in ApiDescription.Operations)
        {
            if (HasInput(operation))
            {
                shapes[InputName(operation)] = ModelShapes.Input(operation, shapes);
            }

            if (operation.Output is { } output)
            {
                ModelShapes.Add(output, shapes);
            }
        }

        writer.WriteStartObject("shapes");
        foreach (var (name, write) in shapes)
        {
            writer.WritePropertyName(name);
            write(writer);
        }

        writer.WriteEndObject();
    }

    private static bool HasInput(Operation operation) =>
        operation.Pattern.Contains('{', StringComparison.Ordinal) || operation.Query.Count + operation.Headers.Count + operation.Body.Count > 0
        || operation.Payload is not null;

    private static string InputName(Operation operation) => operation.Name + "Request";
}
