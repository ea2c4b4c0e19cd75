namespace ControlPlane.Gateway.Throttling;

/// <summary>
/// Lets requests through at a rate, and some at once. A bucket is full at first. Its limits come with every request, so that new ones
/// count at once and what was used stays used. Lock-free; allocates nothing.
/// </summary>
/// <remarks>
/// Kept as the one moment at which the bucket would be full again (the generic cell rate algorithm): a request moves it on by what one
/// token takes to come, and is let through while it lies no more than the bucket's size ahead. When the rate changes it is reckoned anew,
/// so that as many tokens are missing as before; lies it farther ahead than the bucket's size, the size was another before, and the
/// bucket is empty.
/// </remarks>
internal sealed class TokenBucket(TimeProvider time) : IThrottleBucket
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>When the bucket is full again, in ticks since it was made.</summary>
    private double _fullAt;

    /// <summary>What one token took to come last; 0 before the first.</summary>
    private double _ticksPerToken;

    /// <inheritdoc/>
    public bool IsFull => Volatile.Read(ref _fullAt) <= time.GetTimestamp() - _origin;

    /// <inheritdoc/>
    public bool TryTake(ThrottleLimits limits, long now) => TryTake(limits.Rate, limits.Burst, now);

    /// <summary>Takes a token.</summary>
    /// <param name="ratePerSecond">Tokens that come in a second, 0 or more; infinite for no limit.</param>
    /// <param name="burst">Tokens the bucket holds, 0 or more.</param>
    /// <returns>False when there is none; always when one of the limits is 0.</returns>
    public bool TryTake(double ratePerSecond, int burst) => TryTake(ratePerSecond, burst, time.GetTimestamp());

    /// <summary>Takes a token.</summary>
    /// <param name="ratePerSecond">Tokens that come in a second, 0 or more.</param>
    /// <param name="burst">Tokens the bucket holds, 0 or more.</param>
    /// <param name="timestamp">The current timestamp.</param>
    /// <returns>False when there is none; always when one of the limits is 0.</returns>
    public bool TryTake(double ratePerSecond, int burst, long timestamp)
    {
        if (ratePerSecond <= 0 || burst <= 0)
        {
            return false;
        }

        if (double.IsPositiveInfinity(ratePerSecond))
        {
            return true;
        }

        double now = timestamp - _origin;
        var ticksPerToken = time.TimestampFrequency / ratePerSecond;
        var before = Volatile.Read(ref _ticksPerToken);
        if (!before.Equals(ticksPerToken) && Interlocked.CompareExchange(ref _ticksPerToken, ticksPerToken, before).Equals(before) && before > 0)
        {
            Reckon(now, ticksPerToken / before);
        }

        var fullAt = Volatile.Read(ref _fullAt);
        while (true)
        {
            var emptyAt = now + (ticksPerToken * burst);

            // The fraction of a token is for what was lost in rounding.
            var next = Math.Max(fullAt, now) + ticksPerToken;
            var isLeft = next <= emptyAt + (ticksPerToken / 1024);
            if (!isLeft && fullAt <= emptyAt + (ticksPerToken / 1024))
            {
                return false;
            }

            var seen = Interlocked.CompareExchange(ref _fullAt, isLeft ? next : emptyAt, fullAt);
            if (seen.Equals(fullAt))
            {
                return isLeft;
            }

            fullAt = seen;
        }
    }

    private void Reckon(double now, double factor)
    {
        var fullAt = Volatile.Read(ref _fullAt);
        while (fullAt > now)
        {
            var seen = Interlocked.CompareExchange(ref _fullAt, now + ((fullAt - now) * factor), fullAt);
            if (seen.Equals(fullAt))
            {
                return;
            }

            fullAt = seen;
        }
    }
}
