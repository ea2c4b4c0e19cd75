namespace ControlPlane.Domain.LogCosts;

/// <summary>Some log records.</summary>
/// <param name="Records">How many, 0 or more.</param>
/// <param name="Bytes">Their bytes in all, without what CloudWatch adds to each.</param>
public readonly record struct LogAmount(long Records, long Bytes)
{
    /// <summary>Bytes that CloudWatch Logs bills for each event on top of its own (AWS: PutLogEvents).</summary>
    public const int EventOverheadBytes = 26;

    /// <summary>The bytes that are billed.</summary>
    public long BilledBytes => Bytes + (Records * EventOverheadBytes);

    /// <summary>Both together.</summary>
    public static LogAmount operator +(LogAmount first, LogAmount second) => new(first.Records + second.Records, first.Bytes + second.Bytes);
}
