namespace ControlPlane.Gateway.Throttling;

/// <summary>
/// Lets requests through at a rate, and some at once. A bucket is full at first. Its limits come with every request, so that new ones
/// count at once and what was used stays used. Lock-free; allocates nothing.
/// </summary>
/// <remarks>
/// Kept as the one moment at which the bucket would be full again (the generic cell rate algorithm): a request moves it on by what one
/// token takes to come, and is let through while it lies no more than the bucket's size ahead. Lies it farther, the limits were others
/// when it got there: the bucket is empty then, and fills at the new rate.
/// </remarks>
internal sealed class TokenBucket(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>When the bucket is full again, in ticks since it was made.</summary>
    private double _fullAt;

    /// <summary>Whether nothing of it is in use.</summary>
    public bool IsFull => Volatile.Read(ref _fullAt) <= time.GetTimestamp() - _origin;

    /// <summary>Takes a token.</summary>
    /// <param name="ratePerSecond">Tokens that come in a second, 0 or more.</param>
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

        double now = timestamp - _origin;
        var ticksPerToken = time.TimestampFrequency / ratePerSecond;
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
}
