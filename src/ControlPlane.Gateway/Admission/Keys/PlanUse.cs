using System.Collections.Concurrent;
using ControlPlane.Domain.Accounts;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Gateway.Throttling;

namespace ControlPlane.Gateway.Admission.Keys;

/// <summary>What one key uses of one plan in this process.</summary>
internal sealed class PlanUse(string planId, string keyId, TimeProvider time)
{
    private readonly TokenBucket _bucket = new(time);
    private ConcurrentDictionary<(string Stage, string Method), TokenBucket>? _methods;
    private int _isQueued;

    public string PlanId { get; } = planId;

    public string KeyId { get; } = keyId;

    public QuotaCounter Quota { get; } = new();

    /// <summary>The plan as it was used last.</summary>
    public QuotaSettings? Settings { get; set; }

    /// <summary>Whether it waits to be reported.</summary>
    public bool IsQueued => Volatile.Read(ref _isQueued) != 0;

    /// <summary>Takes a token: of the method's bucket where the plan has limits for it, else of the key's.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="stage">The stage as the plan names it.</param>
    /// <param name="method">The method as plans name it.</param>
    public bool TryPass(UsagePlan plan, UsagePlanStage stage, string method)
    {
        if (stage.Throttle.Count > 0 && stage.Throttle.TryGetValue(method, out var own))
        {
            var methods = _methods ?? Interlocked.CompareExchange(ref _methods, new(), null) ?? _methods;
            return TryTake(methods.GetOrAdd((stage.Name, method), static (_, clock) => new TokenBucket(clock), time), own);
        }

        return plan.Throttle is not { } throttle || TryTake(_bucket, throttle);
    }

    /// <summary>Marks it as waiting.</summary>
    /// <returns>False when it waits already.</returns>
    public bool TryQueue() => Interlocked.Exchange(ref _isQueued, 1) == 0;

    /// <summary>It waits no more.</summary>
    public void Dequeue() => Volatile.Write(ref _isQueued, 0);

    private static bool TryTake(TokenBucket bucket, ThrottleSettings limits) =>
        bucket.TryTake(limits.RateLimit ?? Account.RateLimit, limits.BurstLimit ?? Account.BurstLimit);
}
