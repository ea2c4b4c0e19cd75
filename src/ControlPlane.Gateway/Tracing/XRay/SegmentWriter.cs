using System.Buffers;
using System.Text.Json;

namespace ControlPlane.Gateway.Tracing.XRay;

/// <summary>
/// Writes segment documents as the daemon takes them: a line that says so, then JSON. A request within a function's trace is a subsegment of
/// the function's segment; any other is a segment. The call of the backend is a subsegment in it.
/// </summary>
internal static class SegmentWriter
{
    private const int MaxName = 200;
    private const int MaxText = 1024;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _.:/%&#=+\\-@");

    private static ReadOnlySpan<byte> Header => "{\"format\": \"json\", \"version\": 1}\n"u8;

    /// <summary>The datagram of a request that is over.</summary>
    public static ReadOnlySpan<byte> Write(RequestContext request, RequestTrace trace, TimeSpan latency)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        output.Write(Header);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, Name($"{request.Variant!.Labels.ApiName}/{request.Stage!.StageName}"));
            writer.WriteString("id"u8, trace.SegmentId);
            writer.WriteString("trace_id"u8, trace.Root);
            if (trace.ParentId is { } parent)
            {
                writer.WriteString("parent_id"u8, parent);
            }

            if (trace.IsInFunction)
            {
                writer.WriteString("type"u8, "subsegment"u8);
            }

            Times(writer, request.ReceivedAt, latency);
            WriteHttp(writer, request);
            Flags(writer, request.Exchange.StatusCode, request.ClientGone);
            WriteAnnotations(writer, request);
            if (trace.BackendStartedAt != 0)
            {
                writer.WriteStartArray("subsegments"u8);
                WriteBackend(writer, request, trace, latency);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return output.WrittenSpan;
    }

    private static void WriteHttp(Utf8JsonWriter writer, RequestContext request)
    {
        var exchange = request.Exchange;
        writer.WriteStartObject("http"u8);
        writer.WriteStartObject("request"u8);
        writer.WriteString("method"u8, request.Verb);
        writer.WriteString("url"u8, Cut($"{exchange.Scheme}://{exchange.Host}{exchange.Path}"));
        writer.WriteString("client_ip"u8, exchange.SourceIp);
        if (exchange.FindHeader("User-Agent") is { } agent)
        {
            writer.WriteString("user_agent"u8, Cut(agent));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("response"u8);
        writer.WriteNumber("status"u8, exchange.StatusCode);
        writer.WriteNumber("content_length"u8, request.ResponseBytes);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>What traces can be searched for.</summary>
    private static void WriteAnnotations(Utf8JsonWriter writer, RequestContext request)
    {
        writer.WriteStartObject("annotations"u8);
        writer.WriteString("api"u8, request.Stage!.ApiId);
        writer.WriteString("stage"u8, request.Stage.StageName);
        writer.WriteString("variant"u8, request.Variant!.Name);
        writer.WriteString("deployment"u8, request.Variant.DeploymentId);
        writer.WriteString("request_id"u8, request.RequestId);
        if (request.Route is { } route)
        {
            writer.WriteString("resource"u8, route);
        }

        writer.WriteEndObject();
    }

    private static void WriteBackend(Utf8JsonWriter writer, RequestContext request, RequestTrace trace, TimeSpan latency)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, trace.BackendId);
        writer.WriteString("name"u8, trace.Function is null ? Name(trace.BackendAddress?.Host ?? "backend") : "Lambda");
        writer.WriteString("namespace"u8, trace.Function is null ? "remote"u8 : "aws"u8);
        Times(writer, request.ReceivedAt + trace.BackendDelay(request), trace.BackendTime(request, latency));
        writer.WriteStartObject("http"u8);
        if (trace.BackendAddress is { } address)
        {
            writer.WriteStartObject("request"u8);
            writer.WriteString("method"u8, trace.BackendVerb);
            writer.WriteString("url"u8, Cut(address.GetLeftPart(UriPartial.Path)));
            writer.WriteEndObject();
        }

        if (request.EndpointStatus is { } status)
        {
            writer.WriteStartObject("response"u8);
            writer.WriteNumber("status"u8, status);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (trace.Function is { } function)
        {
            writer.WriteStartObject("aws"u8);
            writer.WriteString("operation"u8, "Invoke"u8);
            writer.WriteString("function_name"u8, Cut(function));
            if (request.EndpointRequestId is { } id)
            {
                writer.WriteString("request_id"u8, id);
            }

            writer.WriteEndObject();
        }

        Flags(writer, request.EndpointStatus ?? 500, isGone: false);
        writer.WriteEndObject();
    }

    private static void Times(Utf8JsonWriter writer, DateTimeOffset started, TimeSpan taken)
    {
        writer.WriteNumber("start_time"u8, Seconds(started));
        writer.WriteNumber("end_time"u8, Seconds(started + taken));
    }

    private static decimal Seconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10 / 1_000_000m;

    private static void Flags(Utf8JsonWriter writer, int status, bool isGone)
    {
        if (status >= 500)
        {
            writer.WriteBoolean("fault"u8, true);
        }
        else if (status >= 400 || isGone)
        {
            writer.WriteBoolean("error"u8, true);
            if (status == 429)
            {
                writer.WriteBoolean("throttle"u8, true);
            }
        }
    }

    /// <summary>A segment's name without what X-Ray does not take.</summary>
    private static string Name(string text)
    {
        text = text.Length <= MaxName ? text : text[..MaxName];
        return text.AsSpan().ContainsAnyExcept(NameCharacters)
            ? string.Create(text.Length, text, static (name, text) =>
            {
                for (var i = 0; i < name.Length; i++)
                {
                    name[i] = NameCharacters.Contains(text[i]) ? text[i] : '_';
                }
            })
            : text;
    }

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];
}
