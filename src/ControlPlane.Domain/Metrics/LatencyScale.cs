namespace ControlPlane.Domain.Metrics;

/// <summary>
/// The buckets that latencies are counted in: exponential, eight to a doubling, from 0.5 ms to 60 s, one for what is shorter and one for
/// what is longer. A latency within the scale is at most 4.5 % off its bucket's middle.
/// </summary>
/// <remarks>The buckets' numbers are stored: the scale must not change.</remarks>
public static class LatencyScale
{
    /// <summary>How many buckets there are.</summary>
    public const int Buckets = _steps + 2;

    // 0.5 ms * 2^(135/8) is 60.09 s.
    private const int _steps = 135;
    private const int _perDoubling = 8;
    private const double _lowest = 500;

    private static readonly double[] _middles = [.. Enumerable.Range(0, Buckets).Select(Middle)];

    /// <summary>The bucket of a latency.</summary>
    /// <param name="microseconds">The latency, 0 or more.</param>
    /// <returns>0 to <see cref="Buckets"/> - 1.</returns>
    public static int BucketOf(long microseconds) =>
        microseconds < _lowest ? 0 : (int)Math.Min(1 + (Math.Log2(microseconds / _lowest) * _perDoubling), Buckets - 1);

    /// <summary>What a bucket's latencies are taken for, in milliseconds: its geometric middle; for the shortest half, for the longest just the scale's end.</summary>
    /// <param name="bucket">0 to <see cref="Buckets"/> - 1.</param>
    public static double MillisecondsOf(int bucket) => _middles[bucket];

    private static double Middle(int bucket) => bucket switch
    {
        0 => _lowest / 2000,
        Buckets - 1 => 60_000,
        _ => _lowest / 1000 * Math.Pow(2, (bucket - 0.5) / _perDoubling),
    };
}
