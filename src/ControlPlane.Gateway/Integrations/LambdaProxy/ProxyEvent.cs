using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Integrations.LambdaProxy;

/// <summary>Writes the event a Lambda proxy integration gets (payload format 1.0).</summary>
internal static class ProxyEvent
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes the whole event.</summary>
    /// <param name="request">The matched request, its body read.</param>
    /// <param name="binaryTypes">Bodies of these types go in as base64.</param>
    /// <param name="output">Where to.</param>
    public static void Write(RequestContext request, BinaryMediaTypes binaryTypes, IBufferWriter<byte> output)
    {
        var writer = _writer ??= new Utf8JsonWriter(output, Options);
        writer.Reset(output);
        writer.WriteStartObject();
        writer.WriteString("resource"u8, request.Method!.Resource.Path);
        writer.WriteString("path"u8, request.EventPath);
        writer.WriteString("httpMethod"u8, request.Verb);
        EventHeaders.Write(request, writer);
        EventQuery.Write(request.Query.Items, writer);
        PathParameters(request, writer);
        StageVariables(request.Variant!.Variables, writer);
        EventContext.Write(request, writer);
        Body(request, binaryTypes, writer);
        writer.WriteEndObject();
        writer.Flush();

        // The writer outlives the request; the request's buffer must not be held by it.
        writer.Reset(Stream.Null);
    }

    private static void PathParameters(RequestContext request, Utf8JsonWriter writer)
    {
        var names = request.Method!.Resource.ParameterNames;
        if (names.Length == 0)
        {
            writer.WriteNull("pathParameters"u8);
            return;
        }

        writer.WriteStartObject("pathParameters"u8);
        for (var i = 0; i < names.Length; i++)
        {
            writer.WriteString(names[i], request.PathParameterAt(i));
        }

        writer.WriteEndObject();
    }

    private static void StageVariables(IReadOnlyDictionary<string, string> variables, Utf8JsonWriter writer)
    {
        if (variables.Count == 0)
        {
            writer.WriteNull("stageVariables"u8);
            return;
        }

        writer.WriteStartObject("stageVariables"u8);
        foreach (var (name, value) in variables)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }

    private static void Body(RequestContext request, BinaryMediaTypes binaryTypes, Utf8JsonWriter writer)
    {
        var body = request.Body.Span;
        var isBinary = binaryTypes.MatchesContent(request.Exchange.FindHeader("Content-Type"));
        if (body.IsEmpty)
        {
            writer.WriteNull("body"u8);
        }
        else if (isBinary)
        {
            writer.WriteBase64String("body"u8, body);
        }
        else if (Utf8.IsValid(body))
        {
            writer.WriteString("body"u8, body);
        }
        else
        {
            writer.WriteString("body"u8, Encoding.UTF8.GetString(body));
        }

        writer.WriteBoolean("isBase64Encoded"u8, isBinary && !body.IsEmpty);
    }
}
