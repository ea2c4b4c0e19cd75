using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Rollouts.Analysis;

/// <summary>Sums and differences of tallies.</summary>
internal static class VariantTallies
{
    /// <summary>Nothing.</summary>
    public static VariantTally Empty { get; } = new();

    /// <summary>The sum of the minutes from one on, before another.</summary>
    public static VariantTally Sum(IReadOnlyList<MinuteCounts> minutes, DateTimeOffset from, DateTimeOffset before)
    {
        long clientErrors = 0, serverErrors = 0;
        Span<long> buckets = stackalloc long[LatencyScale.Buckets];
        buckets.Clear();
        for (var i = 0; i < minutes.Count; i++)
        {
            if (minutes[i].Minute < from || minutes[i].Minute >= before)
            {
                continue;
            }

            var counts = minutes[i].Counts;
            clientErrors += counts.ClientErrors;
            serverErrors += counts.ServerErrors;
            Buckets.Add(counts.Latency.Buckets, buckets);
        }

        return Of(clientErrors, serverErrors, buckets);
    }

    /// <summary>The sum of two tallies.</summary>
    public static VariantTally Plus(this VariantTally a, VariantTally b)
    {
        if (a.Requests == 0 || b.Requests == 0)
        {
            return a.Requests == 0 ? b : a;
        }

        return new VariantTally
        {
            Requests = a.Requests + b.Requests,
            ClientErrors = a.ClientErrors + b.ClientErrors,
            ServerErrors = a.ServerErrors + b.ServerErrors,
            Latency = a.Latency.Plus(b.Latency),
        };
    }

    /// <summary>What one tally has more than an earlier one; where a counter went back, as in a read that came late, nothing.</summary>
    public static VariantTally Since(this VariantTally now, VariantTally before)
    {
        if (before.Requests == 0)
        {
            return now;
        }

        Span<long> buckets = stackalloc long[LatencyScale.Buckets];
        buckets.Clear();
        now.Latency.AddTo(buckets);
        var (first, counts) = (before.Latency.First, before.Latency.Counts);
        for (var i = 0; i < counts.Count; i++)
        {
            buckets[first + i] = Math.Max(0, buckets[first + i] - counts[i]);
        }

        return Of(Math.Max(0, now.ClientErrors - before.ClientErrors), Math.Max(0, now.ServerErrors - before.ServerErrors), buckets);
    }

    /// <summary>The requests that count as failed.</summary>
    public static long Errors(this VariantTally tally, bool countClientErrors) =>
        Math.Min(tally.Requests, tally.ServerErrors + (countClientErrors ? tally.ClientErrors : 0));

    private static VariantTally Of(long clientErrors, long serverErrors, ReadOnlySpan<long> buckets)
    {
        // Only answered requests have a latency: clients that went away are left out.
        var requests = 0L;
        foreach (var count in buckets)
        {
            requests += count;
        }

        return requests == 0
            ? Empty
            : new VariantTally { Requests = requests, ClientErrors = clientErrors, ServerErrors = serverErrors, Latency = Buckets.Of(buckets) };
    }
}
