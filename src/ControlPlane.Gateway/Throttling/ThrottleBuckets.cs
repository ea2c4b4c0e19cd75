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
/// <param name="random">Spreads what routers tell each other over the second.</param>
/// <param name="renewals">Shares the limits of methods with other routers; null for a router alone.</param>
internal sealed class ThrottleBuckets(ThrottleLimits accountLimits, TimeProvider time, Random random, LeaseRenewals? renewals = null)
{
    /// <summary>Most buckets that are kept while they are full.</summary>
    private const int MaxBuckets = 20_000;

    private readonly AccountThrottle _account = new(accountLimits, renewals, time);
    private readonly ConcurrentDictionary<string, IThrottleBucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>What a request of a method must pass.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="plan">The method.</param>
    /// <param name="setting">The stage's setting for it.</param>
    public MethodThrottle Bind(Stage stage, MethodPlan plan, MethodSetting setting)
    {
        var limits = new ThrottleLimits(setting.ThrottlingRateLimit, setting.ThrottlingBurstLimit);

        // API Gateway's defaults are in every setting that says something else; they are no limit of the method's.
        var bucket = limits.Cover(accountLimits) || limits == ThrottleLimits.Account ? null : Find($"{stage.RestApiId}/{stage.StageName}{plan.Resource.Path}/{plan.Method.HttpMethod}");
        return new MethodThrottle(bucket, limits, _account, time);
    }

    private IThrottleBucket Find(string name)
    {
        if (!_buckets.ContainsKey(name) && _buckets.Count >= MaxBuckets)
        {
            foreach (var (other, bucket) in _buckets)
            {
                if (bucket.IsFull)
                {
                    _buckets.TryRemove(KeyValuePair.Create(other, bucket));
                }
            }
        }

        return _buckets.GetOrAdd(name, static (name, self) => self.Make(name), this);
    }

    private IThrottleBucket Make(string name) => renewals is null ? new TokenBucket(time) : new LeasedBucket(name, time, random, renewals.Queue);
}
