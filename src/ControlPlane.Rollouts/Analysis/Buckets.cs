using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Analysis;

/// <summary>What is asked of latencies.</summary>
internal static class Buckets
{
    private static readonly BucketCounts _none = new();

    /// <summary>Counts without their empty ends.</summary>
    public static BucketCounts Of(ReadOnlySpan<long> buckets)
    {
        var first = buckets.IndexOfAnyExcept(0);
        return first < 0 ? _none : new BucketCounts { First = first, Counts = buckets[first..(buckets.LastIndexOfAnyExcept(0) + 1)].ToArray() };
    }

    /// <summary>Adds counts to all the buckets of the scale.</summary>
    public static void AddTo(this BucketCounts counts, Span<long> buckets)
    {
        // A plain array in all but name: read from a document it is a list.
        if (counts.Counts is long[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                buckets[counts.First + i] += values[i];
            }

            return;
        }

        for (var i = 0; i < counts.Counts.Count; i++)
        {
            buckets[counts.First + i] += counts.Counts[i];
        }
    }

    /// <summary>The sum of two.</summary>
    public static BucketCounts Plus(this BucketCounts a, BucketCounts b)
    {
        Span<long> buckets = stackalloc long[LatencyScale.Buckets];
        buckets.Clear();
        a.AddTo(buckets);
        b.AddTo(buckets);
        return Of(buckets);
    }

    /// <summary>Half of each count.</summary>
    public static BucketCounts Halved(this BucketCounts counts)
    {
        Span<long> buckets = stackalloc long[LatencyScale.Buckets];
        buckets.Clear();
        counts.AddTo(buckets);
        for (var i = 0; i < buckets.Length; i++)
        {
            buckets[i] /= 2;
        }

        return Of(buckets);
    }

    /// <summary>How many there are.</summary>
    public static long Total(this BucketCounts counts)
    {
        var total = 0L;
        for (var i = 0; i < counts.Counts.Count; i++)
        {
            total += counts.Counts[i];
        }

        return total;
    }

    /// <summary>How many are in buckets over one.</summary>
    public static long Over(this BucketCounts counts, int bucket)
    {
        var over = 0L;
        for (var i = Math.Max(0, bucket + 1 - counts.First); i < counts.Counts.Count; i++)
        {
            over += counts.Counts[i];
        }

        return over;
    }

    /// <summary>The least bucket that at most a share of the counts is over.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="share">Of the slowest, over 0.</param>
    public static int Tail(this BucketCounts counts, double share)
    {
        var allowed = share * counts.Total();
        var over = 0L;
        for (var i = counts.Counts.Count - 1; i >= 0; i--)
        {
            over += counts.Counts[i];
            if (over > allowed)
            {
                return counts.First + i;
            }
        }

        return counts.First;
    }

    /// <summary>What all but a share of the slowest did not exceed, in milliseconds; 0 without counts.</summary>
    public static double Millis(this BucketCounts counts, double share) => counts.Counts.Count == 0 ? 0 : LatencyScale.MillisecondsOf(counts.Tail(share));
}
