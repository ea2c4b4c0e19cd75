using ControlPlane.Gateway.Logging;

namespace ControlPlane.Gateway.Tracing;

/// <summary>Decides for requests over which nobody has decided.</summary>
internal sealed class TraceSampler(TraceSampling sampling)
{
    private const int CountBits = 16;

    /// <summary>The second that is counted, and how many were taken in it.</summary>
    private long _taken;

    /// <summary>Whether a request is traced.</summary>
    /// <param name="now">When it came.</param>
    /// <param name="id">Its trace's id, or its own: the same id is picked by every router, and with every larger rate.</param>
    public bool Picks(DateTimeOffset now, ReadOnlySpan<char> id) =>
        TakeFirst(now.ToUnixTimeSeconds()) || (sampling.Rate > 0 && LevelOverride.Share(id) < sampling.Rate);

    private bool TakeFirst(long second)
    {
        var taken = Volatile.Read(ref _taken);
        while (true)
        {
            // A thread that comes late counts in the newer second.
            var next = second > taken >> CountBits ? (second << CountBits) + 1 : taken + 1;
            if ((next & ((1 << CountBits) - 1)) > sampling.RequestsPerSecond || sampling.RequestsPerSecond == 0)
            {
                return false;
            }

            var seen = Interlocked.CompareExchange(ref _taken, next, taken);
            if (seen == taken)
            {
                return true;
            }

            taken = seen;
        }
    }
}
