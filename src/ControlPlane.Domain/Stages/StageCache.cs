using System.Globalization;

namespace ControlPlane.Domain.Stages;

/// <summary>The response cache of a stage (AWS: cache cluster).</summary>
public static class StageCache
{
    private const long _bytesPerGigabyte = 1L << 30;

    /// <summary>How many bytes of responses a cache of one of AWS's sizes holds.</summary>
    /// <param name="size">The size in GB as AWS names it; null for the smallest.</param>
    public static long Bytes(string? size) =>
        (long)(decimal.Parse(size ?? "0.5", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * _bytesPerGigabyte);

    /// <summary>Empties the cache (AWS: FlushStageCache).</summary>
    public static Stage Flush(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage with { CacheFlushes = unchecked(stage.CacheFlushes + 1) & int.MaxValue };
    }

    /// <summary>Empties the cache of a stage that gets one, or one of another size: as on AWS, that one is new.</summary>
    /// <param name="before">The stage before the change.</param>
    /// <param name="after">The stage after it.</param>
    public static Stage Renew(Stage before, Stage after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return after.CacheClusterEnabled && (!before.CacheClusterEnabled || before.CacheClusterSize != after.CacheClusterSize) ? Flush(after) : after;
    }
}
