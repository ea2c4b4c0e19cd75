using System.Collections.Frozen;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>The headers of requests to HTTP backends.</summary>
internal static class BackendHeaders
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedProto = "X-Forwarded-Proto";
    private const string ForwardedPort = "X-Forwarded-Port";
    private const string Trace = "X-Amzn-Trace-Id";
    private const string Mirrored = "X-Mirrored-Request";
    private const string ApiId = "X-Amzn-Apigateway-Api-Id";

    /// <summary>Client headers that stay here: those of one hop, those written anew, and what API Gateway does not forward.</summary>
    private static readonly FrozenSet<string> NotForwarded = new[]
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "Expect", "Host", "Content-Length", "Content-Encoding", "Content-MD5", "Max-Forwards", "Server",
        "WWW-Authenticate",
        ForwardedFor, ForwardedProto, ForwardedPort, Trace, ApiId,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes all headers.</summary>
    /// <exception cref="GatewayFailure">500: a mapping sets a header it must not.</exception>
    public static void Write(
        RequestContext request, HttpRequestMessage message, RequestMapping mapping, string userAgent, string apiId, bool passThrough)
    {
        var exchange = request.Exchange;
        var hasUserAgent = false;
        var hasAccept = false;
        string? forwarded = null;
        if (passThrough)
        {
            var connection = exchange.FindHeader("Connection");
            foreach (var (name, value) in exchange.Headers.AsSpan())
            {
                if (NotForwarded.Contains(name))
                {
                    if (name.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase))
                    {
                        forwarded = forwarded is null ? value : $"{forwarded}, {value}";
                    }
                }
                else if (!mapping.MapsHeader(name) && !Names(connection, name))
                {
                    hasUserAgent |= name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase);
                    hasAccept |= name.Equals("Accept", StringComparison.OrdinalIgnoreCase);
                    Add(message, name, value);
                }
            }
        }
        else
        {
            forwarded = exchange.Headers.Last(ForwardedFor);
        }

        var overrides = request.SetOverrides?.RequestHeaders;
        foreach (var (name, expression) in mapping.Headers)
        {
            UnmappableHeaders.Check(name, isAws: false);
            if (!ParameterOverrides.Has(overrides, name, StringComparison.OrdinalIgnoreCase) && expression.Resolve(request) is { } value)
            {
                hasUserAgent |= name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase);
                hasAccept |= name.Equals("Accept", StringComparison.OrdinalIgnoreCase);
                Add(message, name, HeaderText.Clean(value));
            }
        }

        if (overrides is not null)
        {
            foreach (var (name, value) in overrides)
            {
                hasUserAgent |= name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase);
                hasAccept |= name.Equals("Accept", StringComparison.OrdinalIgnoreCase);
                UnmappableHeaders.Check(name, isAws: false);
                Add(message, name, HeaderText.Clean(value));
            }
        }

        var headers = message.Headers;
        headers.TryAddWithoutValidation(ForwardedFor, forwarded is null ? exchange.SourceIp : $"{forwarded}, {exchange.SourceIp}");
        headers.TryAddWithoutValidation(ForwardedProto, exchange.Scheme);
        headers.TryAddWithoutValidation(ForwardedPort, exchange.Port);
        headers.TryAddWithoutValidation(Trace, request.TraceId);
        headers.TryAddWithoutValidation(ApiId, apiId);
        if (request.IsMirrored)
        {
            headers.Remove(Mirrored);
            headers.TryAddWithoutValidation(Mirrored, "true");
        }

        if (!hasUserAgent)
        {
            headers.TryAddWithoutValidation("User-Agent", userAgent);
        }

        if (!hasAccept)
        {
            headers.TryAddWithoutValidation("Accept", MediaType.Json);
        }
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        if (!message.Headers.TryAddWithoutValidation(name, value))
        {
            message.Content ??= new ByteArrayContent([]);
            message.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>Whether a Connection header names another header as one of this hop.</summary>
    private static bool Names(string? connection, string name)
    {
        if (connection is null || connection.Length < name.Length)
        {
            return false;
        }

        foreach (var range in connection.AsSpan().Split(','))
        {
            if (connection.AsSpan(range).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
