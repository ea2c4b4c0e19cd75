using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.LogCosts;

/// <summary>What the logs of a stage, or of one variant of it, come to in a month of 30 days if everything goes on as it was measured.</summary>
/// <param name="Level">The level's name; OFF for access and execution logs alone.</param>
/// <param name="Gigabytes">GB taken in, with what CloudWatch adds to each event.</param>
/// <param name="Bills">What they cost, by retention.</param>
public sealed record LogProjection(string Level, double Gigabytes, IReadOnlyList<LogBill> Bills)
{
    private static readonly StageLogLevel?[] _levels =
        [StageLogLevel.Debug, StageLogLevel.Info, StageLogLevel.Warning, StageLogLevel.Error, StageLogLevel.Critical, null];

    /// <summary>Projects to every level, the most talkative first.</summary>
    /// <param name="volume">What was measured.</param>
    /// <param name="measured">For how long.</param>
    /// <param name="terms">Prices and retentions.</param>
    public static IReadOnlyList<LogProjection> ToEveryLevel(LogVolume volume, TimeSpan measured, LogTerms terms) =>
        [.. _levels.Select(level => Of(EffectiveLogLevel.NameOf(level), BytesAt(volume, level), measured, terms))];

    /// <summary>
    /// Projects to what counts at present, whatever levels the measured time had: the records of the level and above, the sample of those
    /// below, and those that failing or slow requests kept.
    /// </summary>
    /// <param name="volume">What was measured.</param>
    /// <param name="measured">For how long.</param>
    /// <param name="terms">Prices and retentions.</param>
    /// <param name="level">What counts.</param>
    public static LogProjection ToPresent(LogVolume volume, TimeSpan measured, LogTerms terms, EffectiveLogLevel level)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(level);
        var (kept, all) = (BytesAt(volume, level.Level), BytesAt(volume, StageLogLevel.Debug));
        var held = level.DebugOnFailure is null ? 0 : volume.Held.BilledBytes;
        return Of(level.Name, Math.Min(all, kept + ((all - kept) * level.SampleRate) + held), measured, terms);
    }

    /// <summary>Projects what was written: for a time in which everything was as it is at present.</summary>
    /// <param name="volume">What was measured.</param>
    /// <param name="measured">For how long.</param>
    /// <param name="terms">Prices and retentions.</param>
    /// <param name="level">What counts.</param>
    public static LogProjection ToWritten(LogVolume volume, TimeSpan measured, LogTerms terms, EffectiveLogLevel level)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(level);
        return Of(level.Name, volume.AllWritten.BilledBytes, measured, terms);
    }

    /// <summary>What this costs less than another, at a retention that both have.</summary>
    /// <param name="other">The other.</param>
    /// <param name="retentionDays">The retention.</param>
    public LogSaving SavingAgainst(LogProjection other, int retentionDays)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (mine, theirs) = (Total(retentionDays), other.Total(retentionDays));
        return new LogSaving(theirs, theirs - mine);
    }

    private static double BytesAt(LogVolume volume, StageLogLevel? level)
    {
        // Of these two only what is written counts: no level turns them on or off.
        var sum = volume.Written(LogKind.Access) + volume.Written(LogKind.Execution);
        for (var kind = LogKind.Debug; kind <= LogKind.Critical; kind++)
        {
            if (level is { } lowest && kind >= KindOf(lowest))
            {
                sum += volume.Written(kind) + volume.Suppressed(kind);
            }
        }

        return sum.BilledBytes;
    }

    private static LogKind KindOf(StageLogLevel level) => (LogKind)((int)level - (int)StageLogLevel.Debug);

    private static LogProjection Of(string level, double bytes, TimeSpan measured, LogTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var months = measured / TimeSpan.FromDays(LogPrice.MonthDays);
        var gigabytes = months > 0 ? bytes / months / LogPrice.GigabyteBytes : 0;
        return new LogProjection(level, gigabytes, [.. terms.RetentionDays.Select(days => terms.Price.Bill(gigabytes, days))]);
    }

    private double Total(int retentionDays) => Bills.First(bill => bill.RetentionDays == retentionDays).Total;
}

/// <summary>What bills are made out by.</summary>
/// <param name="Price">The region's prices.</param>
/// <param name="RetentionDays">For how many days logs are kept, each 1 or more.</param>
public sealed record LogTerms(LogPrice Price, IReadOnlyList<int> RetentionDays);

/// <summary>What one level costs less than another.</summary>
/// <param name="Cost">What the other costs a month, in US dollars.</param>
/// <param name="Saved">How much of that is saved; below zero when it is more expensive.</param>
public readonly record struct LogSaving(double Cost, double Saved)
{
    /// <summary>The same as a share of the cost, in percent; 0 when there is no cost.</summary>
    public double Percent => Cost > 0 ? Saved / Cost * 100 : 0;
}
