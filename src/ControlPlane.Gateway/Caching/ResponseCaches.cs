using System.Collections.Concurrent;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Internal;

namespace ControlPlane.Gateway.Caching;

/// <summary>The response caches of all stages. Each is as large as its stage asks for; together they keep to what the process may hold.</summary>
/// <param name="limit">Most bytes of all responses in this process; 0 for none.</param>
/// <param name="shared">The store that other processes share, or null.</param>
/// <param name="arns">What policies call methods.</param>
/// <param name="faults">Hears of caches that cannot be had.</param>
/// <param name="time">The clock.</param>
internal sealed class ResponseCaches(long limit, SharedResponses? shared, MethodArn arns, GatewayFaults faults, TimeProvider time)
{
    /// <summary>How much of the largest cache is given up when there is no room.</summary>
    private const double Share = 0.2;

    private readonly ConcurrentDictionary<(string ApiId, string StageName), StageResponses> _stages = new();
    private readonly ISystemClock _clock = new CacheClock(time);
    private int _isCompacting;

    /// <summary>The store that other processes share, or null.</summary>
    public SharedResponses? Shared => shared;

    /// <summary>What policies call methods.</summary>
    public MethodArn Arns => arns;

    /// <summary>Hears of caches that cannot be had.</summary>
    public GatewayFaults Faults => faults;

    /// <summary>About how many bytes all responses take.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 0L;
            foreach (var (_, stage) in _stages)
            {
                bytes += stage.Bytes;
            }

            return bytes;
        }
    }

    /// <summary>The cache of a stage for one of its methods, or null when the method is not cached.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="isCanary">True for its canary.</param>
    /// <param name="deploymentId">The deployment that serves.</param>
    /// <param name="plan">The method.</param>
    /// <param name="admission">What its requests have passed, or null.</param>
    public MethodCache? Bind(Stage stage, bool isCanary, string deploymentId, MethodPlan plan, MethodAdmission? admission)
    {
        if (CachedMethod.Of(stage, plan) is not { } cached)
        {
            return null;
        }

        var keys = EntryKeys.Of(stage, isCanary, deploymentId, plan, cached, out var problem);
        var responses = Allocate(stage);
        return new MethodCache(this, cached, keys, keys is null || responses is not null ? problem : "The stage's cache cannot be allocated: this host has no memory for responses.")
        {
            Responses = keys is null ? null : responses,
            Policy = admission?.Policy,
            TimeoutInMillis = plan.Integration!.TimeoutInMillis,
            Scope = $"{stage.RestApiId}/{stage.StageName}/",
        };
    }

    /// <summary>Forgets the responses of a stage that has no cache any more.</summary>
    public void Release(Stage stage)
    {
        if (!stage.CacheClusterEnabled && _stages.TryRemove((stage.RestApiId, stage.StageName), out var responses))
        {
            responses.Clear();
        }
    }

    /// <summary>Whether there is room for so many bytes more. When there is none, the largest cache gives up some of its own.</summary>
    public bool HasRoom(long bytes)
    {
        if (Bytes + bytes <= limit)
        {
            return true;
        }

        if (Interlocked.Exchange(ref _isCompacting, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static caches => caches.Compact(), this, preferLocal: false);
        }

        return false;
    }

    private void Compact()
    {
        try
        {
            StageResponses? largest = null;
            foreach (var (_, stage) in _stages)
            {
                largest = largest is null || stage.Bytes > largest.Bytes ? stage : largest;
            }

            largest?.Compact(Share);
        }
        finally
        {
            Volatile.Write(ref _isCompacting, 0);
        }
    }

    /// <summary>The cache of a stage, made when it is not there yet; null when there is no memory for any.</summary>
    public StageResponses? Allocate(Stage stage)
    {
        if (limit <= 0)
        {
            return null;
        }

        var size = Math.Min(StageCache.Bytes(stage.CacheClusterSize), limit);
        var identity = $"{stage.CreatedDate.ToUnixTimeSeconds()}/{stage.CacheFlushes}/{size}";
        while (true)
        {
            var key = (stage.RestApiId, stage.StageName);
            if (!_stages.TryGetValue(key, out var responses))
            {
                responses = _stages.GetOrAdd(key, new StageResponses(identity, size, this, _clock));
            }

            if (responses.Identity == identity)
            {
                return responses;
            }

            // Requests under way may still use it; it goes with the last of them.
            if (_stages.TryUpdate(key, new StageResponses(identity, size, this, _clock), responses))
            {
                responses.Clear();
            }
        }
    }
}
