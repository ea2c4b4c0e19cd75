namespace ControlPlane.Domain.LogCosts;

/// <summary>What CloudWatch Logs costs in a region, in US dollars, for the standard class.</summary>
/// <param name="Region">The region.</param>
/// <param name="FirstTier">Per GB of Lambda logs taken in, of the first 10 TB a month.</param>
/// <param name="SecondTier">Of the next 20 TB.</param>
/// <param name="ThirdTier">Of the next 20 TB.</param>
/// <param name="LastTier">Of what is over 50 TB.</param>
/// <param name="Storage">Per GB kept for a month, as compressed.</param>
public sealed record LogPrice(string Region, double FirstTier, double SecondTier, double ThirdTier, double LastTier, double Storage)
{
    /// <summary>How much of a byte taken in is kept: logs are compressed (AWS: CloudWatch pricing, 0.15 bytes per byte).</summary>
    public const double CompressionFactor = 0.15;

    /// <summary>Bytes of a GB, as AWS bills them.</summary>
    public const double GigabyteBytes = 1024.0 * 1024 * 1024;

    /// <summary>Days of a month, here and for what is kept.</summary>
    public const int MonthDays = 30;

    private const double _terabyte = 1024;

    /// <summary>The prices of Lambda logs taken in, each with the GB a month up to which it counts.</summary>
    public IReadOnlyList<(double? UpTo, double Price)> Tiers =>
        [(10 * _terabyte, FirstTier), (30 * _terabyte, SecondTier), (50 * _terabyte, ThirdTier), (null, LastTier)];

    /// <summary>What a month costs.</summary>
    /// <param name="gigabytes">GB taken in, 0 or more.</param>
    /// <param name="retentionDays">Days they are kept, 1 or more: what such a retention has kept at any time once it is full.</param>
    public LogBill Bill(double gigabytes, int retentionDays)
    {
        var (ingestion, from) = (0.0, 0.0);
        foreach (var (upTo, price) in Tiers)
        {
            var end = Math.Min(gigabytes, upTo ?? gigabytes);
            ingestion += Math.Max(0, end - from) * price;
            from = Math.Max(from, end);
        }

        return new LogBill(retentionDays, ingestion, gigabytes * retentionDays / MonthDays * CompressionFactor * Storage);
    }
}

/// <summary>What the logs of a month cost, in US dollars.</summary>
/// <param name="RetentionDays">Days they are kept.</param>
/// <param name="Ingestion">For taking them in.</param>
/// <param name="Storage">For keeping them.</param>
public readonly record struct LogBill(int RetentionDays, double Ingestion, double Storage)
{
    /// <summary>Both.</summary>
    public double Total => Ingestion + Storage;
}
