using System.Numerics;
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

    /// <summary>Adds counts to the buckets of the scale from one on.</summary>
    public static void AddTo(this BucketCounts counts, Span<long> buckets, int first = 0)
    {
        // An array in all but type; read from a document it is a list.
        if (counts.Counts is long[] values)
        {
            Add(values, buckets[(counts.First - first)..]);
            return;
        }

        for (var i = 0; i < counts.Counts.Count; i++)
        {
            buckets[counts.First - first + i] += counts.Counts[i];
        }
    }

    /// <summary>Adds counts to as many others.</summary>
    public static void Add(ReadOnlySpan<long> counts, Span<long> to)
    {
        var i = 0;
        for (; i <= counts.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            (new Vector<long>(counts[i..]) + new Vector<long>(to[i..])).CopyTo(to[i..]);
        }

        for (; i < counts.Length; i++)
        {
            to[i] += counts[i];
        }
    }

    /// <summary>The sum of two.</summary>
    public static BucketCounts Plus(this BucketCounts a, BucketCounts b)
    {
        if (a.Counts.Count == 0 || b.Counts.Count == 0)
        {
            return a.Counts.Count == 0 ? b : a;
        }

        var first = Math.Min(a.First, b.First);
        var sum = new long[Math.Max(a.First + a.Counts.Count, b.First + b.Counts.Count) - first];
        a.AddTo(sum, first);
        b.AddTo(sum, first);
        return new BucketCounts { First = first, Counts = sum };
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
        if (counts.Counts is long[] values)
        {
            foreach (var value in values)
            {
                total += value;
            }

            return total;
        }

        foreach (var value in counts.Counts)
        {
            total += value;
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
