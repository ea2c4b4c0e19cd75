namespace ControlPlane.Gateway.Throttling;

/// <summary>What one router may let through of a bucket that all share, as parts of the limits: so that new limits count at once.</summary>
/// <param name="Rate">The part of the rate; a little over 1 where others leave theirs unused.</param>
/// <param name="Burst">The part of the burst.</param>
/// <param name="GoodUntil">The timestamp at which it ends.</param>
internal sealed record Lease(double Rate, double Burst, long GoodUntil)
{
    /// <summary>Seconds of the rate that a router may let through at once in any case: it could not use its part up otherwise.</summary>
    private const double LeastBurst = 0.25;

    /// <summary>The same in tokens, for a small part.</summary>
    private const int LeastTokens = 2;

    /// <summary>An even part.</summary>
    public static Lease Even(int routers) => new(1.0 / routers, 1.0 / routers, long.MaxValue);

    public ThrottleLimits Of(ThrottleLimits limits)
    {
        if (limits.Rate <= 0 || limits.Burst <= 0)
        {
            return default;
        }

        var rate = limits.Rate * Rate;
        var burst = Math.Max(limits.Burst * Burst, Math.Min(Math.Max(rate * LeastBurst, LeastTokens), limits.Burst));
        return new ThrottleLimits(rate, Math.Max(1, (int)Math.Min(burst + 0.5, int.MaxValue)));
    }
}
