namespace ControlPlane.Gateway.Caching;

/// <summary>A method response as it is kept: mapped, not compressed for anybody, without what belongs to the request that it was made for.</summary>
internal sealed class CachedResponse
{
    private const int Overhead = 256;
    private const int HeaderOverhead = 64;

    private long _recheckAt;

    /// <summary>Its status.</summary>
    public required int Status { get; init; }

    /// <summary>Its headers, one entry per value.</summary>
    public required KeyValuePair<string, string>[] Headers { get; init; }

    /// <summary>Its body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When the request came that it was made for: what was asked later is newer.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when it is served.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether it tells callers the trace of their request.</summary>
    public bool HasTrace { get; init; }

    /// <summary>How the backend has coded the body, or null.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>From which timestamp on the shared store is asked whether there is a newer one.</summary>
    public long RecheckAt
    {
        get => Volatile.Read(ref _recheckAt);
        set => Volatile.Write(ref _recheckAt, value);
    }

    /// <summary>About how many bytes it takes with its key.</summary>
    public long SizeWith(string key)
    {
        long size = Overhead + Body.Length + (2L * key.Length);
        foreach (var (name, value) in Headers)
        {
            size += HeaderOverhead + (2L * (name.Length + value.Length));
        }

        return size;
    }

    /// <summary>Whether a request's caller can read it: a coding that the backend chose for another caller may be strange to him.</summary>
    public bool Suits(RequestContext request) =>
        ContentEncoding is null || request.Exchange.FindHeader("Accept-Encoding")?.Contains(ContentEncoding, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether the shared store is to be asked now, by this caller alone.</summary>
    public bool TakeRecheck(long now, long next)
    {
        var at = RecheckAt;
        return now >= at && Interlocked.CompareExchange(ref _recheckAt, next, at) == at;
    }
}
