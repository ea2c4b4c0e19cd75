namespace ControlPlane.Gateway.Throttling;

/// <summary>How fast requests of all stages together may come. Routers do not tell each other: each keeps to an even part.</summary>
/// <param name="limits">The limits of all routers together.</param>
/// <param name="renewals">Knows how many routers there are; null for one alone.</param>
/// <param name="time">The clock.</param>
internal sealed class AccountThrottle(ThrottleLimits limits, LeaseRenewals? renewals, TimeProvider time)
{
    private readonly TokenBucket _bucket = new(time);

    public ThrottleLimits Limits => limits;

    /// <summary>Takes a token.</summary>
    /// <param name="now">The current timestamp.</param>
    public bool TryTake(long now)
    {
        var routers = renewals?.Routers ?? 1;
        return routers == 1
            ? _bucket.TryTake(limits, now)
            : _bucket.TryTake(limits.Rate / routers, limits.Burst == 0 ? 0 : Math.Max(1, limits.Burst / routers), now);
    }
}
