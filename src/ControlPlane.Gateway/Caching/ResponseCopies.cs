using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Caching;

/// <summary>Copies responses to keep them: without what belongs to the request that they were made for.</summary>
internal static class ResponseCopies
{
    private const string Trace = "X-Amzn-Trace-Id";
    private const string Cookie = "Set-Cookie";

    /// <summary>Room to collect headers in, which are as many as there are only at the end.</summary>
    [ThreadStatic]
    private static List<KeyValuePair<string, string>>? _collected;

    /// <summary>Copies the response of a request, just before it is sent.</summary>
    /// <returns>Null when it is one caller's own.</returns>
    public static CachedResponse? Make(RequestContext request, int status, ReadOnlyMemory<byte> body, DateTimeOffset expiresAt)
    {
        var headers = _collected ??= [];
        headers.Clear();
        var hasTrace = false;
        string? coding = null;
        foreach (var header in request.Exchange.ResponseHeaders)
        {
            if (header.Key.Equals(Cookie, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            if (header.Key.Equals(Trace, StringComparison.OrdinalIgnoreCase))
            {
                hasTrace = true;
            }
            else if (!ResponseWriter.IsId(header.Key) && !MethodCache.IsWarning(header))
            {
                headers.Add(header);
                coding = CacheFill.CodingOf(header) ?? coding;
            }
        }

        return new CachedResponse
        {
            Status = status,
            Headers = [.. headers],
            Body = body.ToArray(),
            AskedAt = request.ReceivedAt,
            ExpiresAt = expiresAt,
            HasTrace = hasTrace,
            ContentEncoding = coding,
        };
    }
}
