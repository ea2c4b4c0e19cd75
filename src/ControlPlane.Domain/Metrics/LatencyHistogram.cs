namespace ControlPlane.Domain.Metrics;

/// <summary>Latencies as counts in the buckets of <see cref="LatencyScale"/>. Not safe to use from several threads at a time.</summary>
public sealed class LatencyHistogram
{
    private readonly long[] _buckets = new long[LatencyScale.Buckets];

    /// <summary>How many latencies there are.</summary>
    public long Count { get; private set; }

    /// <summary>Their exact sum in microseconds.</summary>
    public long SumMicroseconds { get; private set; }

    /// <summary>Their mean in milliseconds; 0 while there is none.</summary>
    public double MeanMilliseconds => Count == 0 ? 0 : SumMicroseconds / 1000.0 / Count;

    /// <summary>The counts by bucket.</summary>
    public ReadOnlySpan<long> Buckets => _buckets;

    /// <summary>Counts a latency; one below zero, since clocks may be set back, as zero.</summary>
    public void Add(TimeSpan latency)
    {
        var microseconds = Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond);
        _buckets[LatencyScale.BucketOf(microseconds)]++;
        Count++;
        SumMicroseconds += microseconds;
    }

    /// <summary>Adds to one bucket; the sum is added apart (<see cref="AddSum"/>).</summary>
    /// <param name="bucket">0 to <see cref="LatencyScale.Buckets"/> - 1.</param>
    /// <param name="count">How many.</param>
    public void Add(int bucket, long count)
    {
        _buckets[bucket] += count;
        Count += count;
    }

    /// <summary>Adds to the sum alone.</summary>
    /// <param name="microseconds">How much.</param>
    public void AddSum(long microseconds) => SumMicroseconds += microseconds;

    /// <summary>Adds what another has counted.</summary>
    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] += other._buckets[i];
        }

        Count += other.Count;
        SumMicroseconds += other.SumMicroseconds;
    }

    /// <summary>
    /// A quantile by nearest rank, in milliseconds: within 4.5 % of the exact one between 0.5 ms and 60 s. 0 while there is no latency.
    /// </summary>
    /// <param name="quantile">Over 0, at most 1.</param>
    public double Quantile(double quantile)
    {
        var rank = (long)Math.Ceiling(quantile * Count);
        var seen = 0L;
        for (var i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen >= rank && seen > 0)
            {
                return LatencyScale.MillisecondsOf(i);
            }
        }

        return 0;
    }
}
