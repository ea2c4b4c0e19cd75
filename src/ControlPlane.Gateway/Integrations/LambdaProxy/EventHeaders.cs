using System.Collections.Frozen;
using System.Text.Json;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations.LambdaProxy;

/// <summary>The header maps of a proxy event.</summary>
internal static class EventHeaders
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedPort = "X-Forwarded-Port";
    private const string ForwardedProto = "X-Forwarded-Proto";
    private const string Trace = "X-Amzn-Trace-Id";

    /// <summary>Client headers that are not in events: those API Gateway does not pass, and those written anew.</summary>
    private static readonly FrozenSet<string> NotPassed = new[]
    {
        "Content-Length", "Connection", "Expect", "Proxy-Authenticate", "TE", "Transfer-Encoding",
        ForwardedFor, ForwardedPort, ForwardedProto, Trace,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes <c>headers</c> (last values) and <c>multiValueHeaders</c> (all values).</summary>
    public static void Write(RequestContext request, Utf8JsonWriter writer)
    {
        var headers = Collect(request);
        WriteLast(headers, writer);
        WriteAll(headers, writer);
    }

    /// <summary>The headers of a request as functions and templates see them; good until the next call.</summary>
    public static ReadOnlySpan<RequestHeader> Collect(RequestContext request)
    {
        var exchange = request.Exchange;
        var headers = request.EventHeaders;
        headers.Clear();
        string? forwarded = null;
        foreach (var (name, value) in exchange.Headers.AsSpan())
        {
            if (request.IsDecoded && name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!NotPassed.Contains(name))
            {
                headers.Add(name, HeaderText.Read(value));
            }
            else if (name.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase))
            {
                forwarded = forwarded is null ? value : $"{forwarded}, {value}";
            }
        }

        headers.Add(Trace, request.TraceId);
        headers.Add(ForwardedFor, forwarded is null ? exchange.SourceIp : $"{forwarded}, {exchange.SourceIp}");
        headers.Add(ForwardedPort, exchange.Port);
        headers.Add(ForwardedProto, exchange.Scheme);
        return headers.AsSpan();
    }

    private static void WriteLast(ReadOnlySpan<RequestHeader> headers, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("headers"u8);
        for (var i = 0; i < headers.Length; i++)
        {
            if (!IsRepeated(headers[..i], headers[i].Name))
            {
                var last = i;
                for (var j = i + 1; j < headers.Length; j++)
                {
                    last = Same(headers[j].Name, headers[i].Name) ? j : last;
                }

                writer.WriteString(headers[i].Name, headers[last].Value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteAll(ReadOnlySpan<RequestHeader> headers, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("multiValueHeaders"u8);
        for (var i = 0; i < headers.Length; i++)
        {
            if (!IsRepeated(headers[..i], headers[i].Name))
            {
                writer.WriteStartArray(headers[i].Name);
                for (var j = i; j < headers.Length; j++)
                {
                    if (Same(headers[j].Name, headers[i].Name))
                    {
                        writer.WriteStringValue(headers[j].Value);
                    }
                }

                writer.WriteEndArray();
            }
        }

        writer.WriteEndObject();
    }

    private static bool IsRepeated(ReadOnlySpan<RequestHeader> before, string name)
    {
        foreach (var header in before)
        {
            if (Same(header.Name, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
