using ControlPlane.Domain.LogCosts;

namespace ControlPlane.Domain.Metrics;

/// <summary>What requests came to, summed up. Not safe to use from several threads at a time.</summary>
public sealed class RequestCounts
{
    /// <summary>Requests.</summary>
    public long Count { get; private set; }

    /// <summary>Those answered with a status of 400 to 499.</summary>
    public long ClientErrors { get; private set; }

    /// <summary>Those answered with a status of 500 or more.</summary>
    public long ServerErrors { get; private set; }

    /// <summary>Those answered from the response cache (AWS: CacheHitCount).</summary>
    public long CacheHits { get; private set; }

    /// <summary>Those that might have been, and asked the backend (AWS: CacheMissCount).</summary>
    public long CacheMisses { get; private set; }

    /// <summary>From a request's arrival to its response's end; without the requests that were broken off.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>The backends' share, of the requests that asked one.</summary>
    public LatencyHistogram IntegrationLatency { get; } = new();

    /// <summary>What their records came to.</summary>
    public LogVolume Logs { get; } = new();

    /// <summary>Counts a request.</summary>
    /// <param name="status">The status of its response, or null when its client went away before.</param>
    /// <param name="latency">Its latency.</param>
    /// <param name="integrationLatency">The backend's share; zero when none was asked.</param>
    public void Add(int? status, TimeSpan latency, TimeSpan integrationLatency)
    {
        Count++;
        if (status is not { } answered)
        {
            // How long clients have patience says nothing about the stage.
            return;
        }

        if (answered >= 500)
        {
            ServerErrors++;
        }
        else if (answered >= 400)
        {
            ClientErrors++;
        }

        Latency.Add(latency);
        if (integrationLatency > TimeSpan.Zero)
        {
            IntegrationLatency.Add(integrationLatency);
        }
    }

    /// <summary>Adds to the counts alone.</summary>
    /// <param name="count">Requests.</param>
    /// <param name="clientErrors">Of these 4xx.</param>
    /// <param name="serverErrors">Of these 5xx.</param>
    public void Add(long count, long clientErrors, long serverErrors)
    {
        Count += count;
        ClientErrors += clientErrors;
        ServerErrors += serverErrors;
    }

    /// <summary>Counts what the response cache did.</summary>
    /// <param name="hits">Requests it answered.</param>
    /// <param name="misses">Requests it could not answer.</param>
    public void AddCache(long hits, long misses)
    {
        CacheHits += hits;
        CacheMisses += misses;
    }

    /// <summary>Adds what others have counted.</summary>
    public void Add(RequestCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Add(other.Count, other.ClientErrors, other.ServerErrors);
        AddCache(other.CacheHits, other.CacheMisses);
        Latency.Add(other.Latency);
        IntegrationLatency.Add(other.IntegrationLatency);
        Logs.Add(other.Logs);
    }
}
