using System.Collections.Concurrent;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Throttling;

/// <summary>
/// The buckets of all methods that have limits, and the account's. A stage's canary shares its base's, and a new revision of the stage
/// its predecessor's. Limits of <c>*/*</c> are those of each method by itself: every method has a bucket of its own (AWS: default method
/// throttling).
/// </summary>
/// <param name="accountLimits">How fast requests of all stages together may come.</param>
/// <param name="time">The clock.</param>
internal sealed class ThrottleBuckets(ThrottleLimits accountLimits, TimeProvider time)
{
    /// <summary>Most buckets that are kept while they are full.</summary>
    private const int MaxBuckets = 20_000;

    private readonly TokenBucket _account = new(time);
    private readonly ConcurrentDictionary<MethodKey, TokenBucket> _buckets = new();

    /// <summary>What a request of a method must pass.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="plan">The method.</param>
    /// <param name="setting">The stage's setting for it.</param>
    public MethodThrottle Bind(Stage stage, MethodPlan plan, MethodSetting setting)
    {
        var limits = new ThrottleLimits(setting.ThrottlingRateLimit, setting.ThrottlingBurstLimit);
        var bucket = limits.Cover(accountLimits) ? null : Find(new MethodKey(stage.RestApiId, stage.StageName, plan.Resource.Path, plan.Method.HttpMethod));
        return new MethodThrottle(bucket, limits, _account, accountLimits, time);
    }

    private TokenBucket Find(MethodKey key)
    {
        if (!_buckets.ContainsKey(key) && _buckets.Count >= MaxBuckets)
        {
            // One that is full is as good as a new one.
            foreach (var (other, bucket) in _buckets)
            {
                if (bucket.IsFull)
                {
                    _buckets.TryRemove(KeyValuePair.Create(other, bucket));
                }
            }
        }

        return _buckets.GetOrAdd(key, static (_, clock) => new TokenBucket(clock), time);
    }

    private readonly record struct MethodKey(string ApiId, string StageName, string Path, string Verb);
}
