namespace ControlPlane.Gateway.WebAcls.Rates;

/// <summary>
/// Counts the requests of clients over a sliding window, in memory that never grows. The window slides by what is left of the one before:
/// half-way through a window half of the last one's count still counts.
/// </summary>
/// <remarks>
/// Places are in sets of eight; a client has its place in one of them. A client that finds its set full takes the place of the one that
/// counts least there, and its count with it (space saving). So no client is ever counted too low, whoever floods the table with others;
/// one can be counted too high, by at most the least of its set, and only while more clients come within a window than there are places.
/// </remarks>
/// <param name="frequency">Ticks of a second.</param>
/// <param name="windowSeconds">The window, 1 s or more.</param>
/// <param name="places">Clients it has places for, a power of two of at least 8.</param>
internal sealed class RateTable(long frequency, int windowSeconds, int places = RateTable.DefaultPlaces)
{
    /// <summary>Clients a table has places for, unless it is told otherwise.</summary>
    public const int DefaultPlaces = 16 * 1024;

    private const int SetSize = 8;

    private readonly long _windowTicks = frequency * windowSeconds;
    private readonly Place[] _places = new Place[places];
    private readonly Lock[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];
    private long _lastAt = long.MinValue;

    /// <summary>Whether nothing it counted counts any more at a time.</summary>
    public bool IsIdle(long timestamp) => Volatile.Read(ref _lastAt) is var last && (last == long.MinValue || timestamp - last > 2 * _windowTicks);

    /// <summary>Counts a request of a client.</summary>
    /// <param name="client">The client's hash.</param>
    /// <param name="timestamp">When it came.</param>
    /// <returns>How many came within the window, this one included.</returns>
    public long Count(ulong client, long timestamp)
    {
        // Windows have numbers from 1: a place that was never taken is of window 0.
        var window = (timestamp / _windowTicks) + 1;
        var left = 1 - ((double)(timestamp % _windowTicks) / _windowTicks);
        var set = (int)(client & (ulong)((places / SetSize) - 1));
        Volatile.Write(ref _lastAt, timestamp);
        lock (_locks[set % _locks.Length])
        {
            ref var place = ref Find(_places.AsSpan(set * SetSize, SetSize), client, window, left);
            place.Client = client;
            place.Current++;
            return place.Estimate(left);
        }
    }

    private static ref Place Find(Span<Place> set, ulong client, long window, double left)
    {
        var least = 0;
        var leastCount = long.MaxValue;
        for (var i = 0; i < set.Length; i++)
        {
            ref var place = ref set[i];
            place.Roll(window);
            if (place.Client == client && !place.IsEmpty)
            {
                return ref place;
            }

            var count = place.Estimate(left);
            if (count < leastCount)
            {
                (least, leastCount) = (i, count);
            }
        }

        return ref set[least];
    }

    /// <summary>One client's place.</summary>
    private struct Place
    {
        public ulong Client;
        public long Window;
        public long Current;
        public long Previous;

        public readonly bool IsEmpty => Current + Previous == 0;

        public readonly long Estimate(double left) => Current + (long)(Previous * left);

        /// <summary>Goes on to a window. A thread that comes late counts in the newer one.</summary>
        public void Roll(long window)
        {
            if (window <= Window)
            {
                return;
            }

            Previous = window == Window + 1 ? Current : 0;
            (Current, Window) = (0, window);
        }
    }
}
