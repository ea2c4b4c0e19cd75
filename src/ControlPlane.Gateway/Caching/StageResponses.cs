using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace ControlPlane.Gateway.Caching;

/// <summary>The responses of one stage that are kept in memory, and the requests under way for more.</summary>
/// <param name="identity">What of the stage makes it another cache when it changes.</param>
/// <param name="limit">Most bytes it holds.</param>
/// <param name="caches">The caches of all stages, which share the process's memory.</param>
/// <param name="clock">The time.</param>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "Requests under way may still use a cache that was replaced; all it holds is memory.")]
internal sealed class StageResponses(string identity, long limit, ResponseCaches caches, ISystemClock clock)
{
    /// <summary>How much of a full cache is given up at once, those used longest ago first.</summary>
    private const double Compaction = 0.1;

    private readonly MemoryCache _memory = new(new MemoryCacheOptions { SizeLimit = limit, CompactionPercentage = Compaction, Clock = clock, TrackStatistics = true });
    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>What of the stage makes it another cache when it changes.</summary>
    public string Identity { get; } = identity;

    /// <summary>About how many bytes its responses take.</summary>
    public long Bytes => _memory.GetCurrentStatistics()!.CurrentEstimatedSize!.Value;

    /// <summary>Finds a response.</summary>
    public CachedResponse? Find(ReadOnlySpan<char> key) => _memory.TryGetValue(key, out var value) ? (CachedResponse?)value : null;

    /// <summary>Keeps a response if there is room; when there is none, room is made for the next one.</summary>
    public void Keep(string key, CachedResponse response)
    {
        var size = response.SizeWith(key);
        if (size > limit || !caches.HasRoom(size))
        {
            return;
        }

        using var entry = _memory.CreateEntry(key);
        entry.Size = size;
        entry.AbsoluteExpiration = response.ExpiresAt;
        entry.Value = response;
    }

    /// <summary>Gives up some of it, those used longest ago first.</summary>
    public void Compact(double share) => _memory.Compact(share);

    /// <summary>Forgets everything.</summary>
    public void Clear() => _memory.Clear();

    /// <summary>Joins the request of a key that is under way, or begins one.</summary>
    /// <returns>The flight, and whether the caller leads it.</returns>
    public (Flight Flight, bool Leads) Join(string key)
    {
        var own = new Flight();
        var flight = _flights.GetOrAdd(key, own);
        return (flight, ReferenceEquals(flight, own));
    }

    /// <summary>Ends a flight, if it has not ended yet: who comes now begins another one.</summary>
    public void End(string key, Flight flight, CachedResponse? response)
    {
        _flights.TryRemove(KeyValuePair.Create(key, flight));
        flight.Land(response);
    }
}
