using ControlPlane.Domain.Metrics;

namespace ControlPlane.Rollouts.Simulation;

/// <summary>A mixture of log-normal latencies, drawn as buckets of the scale that routers store.</summary>
public sealed class LatencyModel
{
    // Fine enough that a thousandth of the requests is several entries.
    private const int Entries = 1 << 15;

    private readonly byte[] _buckets = new byte[Entries];

    /// <param name="parts">Share (all come to 1), median in milliseconds, and spread (standard deviation of the logarithm) of each part.</param>
    public LatencyModel(params (double Share, double Median, double Spread)[] parts)
    {
        var random = new Random(20);
        var at = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var (share, median, spread) = parts[i];
            var end = i == parts.Length - 1 ? Entries : at + (int)Math.Round(share * Entries);
            var count = end - at;
            for (var rank = 0; rank < count; rank++)
            {
                // Quantiles in order, not draws: the table is the distribution itself.
                var millis = median * Math.Exp(spread * Normal.Quantile((rank + 0.5) / count));
                _buckets[at++] = (byte)LatencyScale.BucketOf((long)(millis * 1000));
            }
        }

        random.Shuffle(_buckets);
    }

    /// <summary>Everybody's: most requests short, three in a hundred wait for something.</summary>
    public static LatencyModel Usual { get; } = new((0.97, 80, 0.4), (0.03, 400, 0.3));

    /// <summary>A usual one whose waiting requests wait twice as long: the p99 doubles and the p90 stays.</summary>
    public static LatencyModel DoubledTail { get; } = new((0.97, 80, 0.4), (0.03, 800, 0.3));

    /// <summary>Everything takes twice as long.</summary>
    public static LatencyModel Doubled { get; } = new((0.97, 160, 0.4), (0.03, 800, 0.3));

    /// <summary>Everything takes three times as long.</summary>
    public static LatencyModel Tripled { get; } = new((0.97, 240, 0.4), (0.03, 1200, 0.3));

    /// <summary>The bucket of one request.</summary>
    public int Draw(Chance chance) => _buckets[chance.Next() & (Entries - 1)];
}

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>The quantile, by halving intervals of the distribution function.</summary>
    public static double Quantile(double probability)
    {
        double low = -8, high = 8;
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cumulative(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    // Abramowitz and Stegun 26.2.17, within 7.5e-8.
    private static double Cumulative(double x)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(x)));
        var tail = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return x > 0 ? 1 - tail : tail;
    }
}
