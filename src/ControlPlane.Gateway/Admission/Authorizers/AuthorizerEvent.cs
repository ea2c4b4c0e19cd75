using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ControlPlane.Gateway.Integrations.LambdaProxy;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>Writes the events that authorizers' functions get (AWS: input to a Lambda authorizer).</summary>
internal static class AuthorizerEvent
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The event of a TOKEN authorizer.</summary>
    public static void WriteToken(string token, string methodArn, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "TOKEN"u8);
        writer.WriteString("methodArn"u8, methodArn);
        writer.WriteString("authorizationToken"u8, token);
        writer.WriteEndObject();
    }

    /// <summary>The event of a REQUEST authorizer: the whole request but its body.</summary>
    public static void WriteRequest(RequestContext request, string methodArn, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "REQUEST"u8);
        writer.WriteString("methodArn"u8, methodArn);
        writer.WriteString("resource"u8, request.Method!.Resource.Path);
        writer.WriteString("path"u8, request.EventPath);
        writer.WriteString("httpMethod"u8, request.Verb);
        EventHeaders.Write(request, writer);
        Query(request, writer);
        writer.WriteStartObject("pathParameters"u8);
        var names = request.Method.Resource.ParameterNames;
        for (var i = 0; i < names.Length; i++)
        {
            writer.WriteString(names[i], request.PathParameterAt(i));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("stageVariables"u8);
        foreach (var (name, value) in request.Variant!.Variables)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        EventContext.Write(request, writer);
        writer.WriteEndObject();
    }

    // Unlike a proxy event's, what is empty is an empty object here.
    private static void Query(RequestContext request, Utf8JsonWriter writer)
    {
        if (request.Query.Items.Count > 0)
        {
            EventQuery.Write(request.Query.Items, writer);
            return;
        }

        writer.WriteStartObject("queryStringParameters"u8);
        writer.WriteEndObject();
        writer.WriteStartObject("multiValueQueryStringParameters"u8);
        writer.WriteEndObject();
    }
}
