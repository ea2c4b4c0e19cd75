namespace ControlPlane.Gateway.Caching;

/// <summary>Takes the response of a request that asks the backend, to keep it and to tell those who wait for it.</summary>
/// <param name="cache">The method's cache.</param>
/// <param name="key">The entry.</param>
/// <param name="flight">Who waits, or null for nobody.</param>
internal sealed class CacheFill(MethodCache cache, string key, Flight? flight)
{
    /// <summary>Largest body that is kept, in bytes (API Gateway: cached response quota).</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>The coding that a header names, or null when it is another header.</summary>
    public static string? CodingOf(in KeyValuePair<string, string> header) =>
        header.Key.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase) && !header.Value.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? header.Value
            : null;

    /// <summary>Takes the response, just before it is sent.</summary>
    public void Take(RequestContext request, int status, ReadOnlyMemory<byte> body)
    {
        request.Fill = null;
        var response = request.ErrorType is null && IsForAll(status) && body.Length <= MaxBodyBytes ? cache.Keep(request, key, status, body) : null;
        End(response);
    }

    /// <summary>The response is none to keep, and whoever waits need not go on waiting.</summary>
    public void Abandon(RequestContext request)
    {
        request.Fill = null;
        End(null);
    }

    /// <summary>
    /// Whether a status may answer other requests: not one that goes with a range or a condition of the request, and not a failure of the
    /// backend, which the next request need not suffer.
    /// </summary>
    private static bool IsForAll(int status) => status is >= 200 and < 500 and not (206 or 304 or 412 or 416);

    // Now, not when the response has reached its client: that may take long.
    private void End(CachedResponse? response)
    {
        if (flight is not null)
        {
            cache.Responses!.End(key, flight, response);
        }
    }
}
