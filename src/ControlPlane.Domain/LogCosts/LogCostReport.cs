using System.Globalization;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.LogCosts;

/// <summary>What the logs of a stage were measured to be, and what they come to in a month.</summary>
public sealed record LogCostReport
{
    /// <summary>How long was measured.</summary>
    public required TimeSpan Measured { get; init; }

    /// <summary>Prices and retentions.</summary>
    public required LogTerms Terms { get; init; }

    /// <summary>What counts at present.</summary>
    public required EffectiveLogLevel Level { get; init; }

    /// <summary>The stage's own deployment.</summary>
    public required LogCost Base { get; init; }

    /// <summary>The canaries.</summary>
    public required LogCost Canary { get; init; }

    /// <summary>Both.</summary>
    public required LogCost Total { get; init; }

    /// <summary>What the present level saves, for the first of the retentions: against DEBUG, then against INFO.</summary>
    public required IReadOnlyList<(string Level, LogSaving Saving)> Savings { get; init; }

    /// <summary>The savings as a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What a reader must know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Makes a report.</summary>
    /// <param name="measure">What was measured.</param>
    /// <param name="terms">Prices and retentions, one or more of these.</param>
    /// <param name="region">The region whose prices were asked for.</param>
    public static LogCostReport Of(LogMeasure measure, LogTerms terms, string region)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(terms);
        var total = LogCost.Of(Sum(measure.Base, measure.Canary), measure.Unchanged is { } same ? Sum(same.Base, same.Canary) : null, measure, terms);
        var (debug, info) = (Saving("DEBUG"), Saving("INFO"));
        string?[] warnings =
        [
            LogCostWarnings.Data(total.Volume, measure.Measured),
            LogCostWarnings.Methods(measure),
            LogCostWarnings.Region(region, terms.Price),
            LogCostWarnings.Route(total.Volume),
        ];
        return new LogCostReport
        {
            Measured = measure.Measured,
            Terms = terms,
            Level = measure.Level,
            Base = LogCost.Of(measure.Base, measure.Unchanged?.Base, measure, terms),
            Canary = LogCost.Of(measure.Canary, measure.Unchanged?.Canary, measure, terms),
            Total = total,
            Savings = [debug, info],
            Summary = $"{measure.Level.Name} {string.Join(", and ", new[] { debug, info }.Where(against => against.Level != measure.Level.Name).Select(Sentence))}.",
            Warnings = [.. warnings.OfType<string>()],
        };

        (string Level, LogSaving Saving) Saving(string level) =>
            (level, total.Present.SavingAgainst(total.Levels.First(projection => projection.Level == level), terms.RetentionDays[0]));
    }

    private static string Sentence((string Level, LogSaving Saving) against) => against.Saving.Saved < 0
        ? string.Create(CultureInfo.InvariantCulture, $"costs {-against.Saving.Saved:0.00} $/month more than {against.Level} ({against.Saving.Cost:0.00} $)")
        : string.Create(CultureInfo.InvariantCulture, $"saves {against.Saving.Percent:0.#} % of the {against.Saving.Cost:0.00} $/month of {against.Level}");

    private static LogVolume Sum(LogVolume first, LogVolume second)
    {
        var sum = new LogVolume();
        sum.Add(first);
        sum.Add(second);
        return sum;
    }
}

/// <summary>What was measured of a stage's records.</summary>
/// <param name="Base">Those of the stage's own deployment.</param>
/// <param name="Canary">Those of its canaries.</param>
/// <param name="Measured">For how long.</param>
/// <param name="Level">What counts at present.</param>
public sealed record LogMeasure(LogVolume Base, LogVolume Canary, TimeSpan Measured, EffectiveLogLevel Level)
{
    /// <summary>
    /// The same of the time in which everything was as it is at present, or null when no full minute of it was measured. Only asked for when
    /// methods have levels of their own: then no level can be reckoned with for all records.
    /// </summary>
    public LogMeasure? Unchanged { get; init; }
}

/// <summary>What the logs of a variant, or of the whole stage, come to.</summary>
/// <param name="Volume">What was measured.</param>
/// <param name="Levels">What a month would have at every level, the most talkative first.</param>
/// <param name="Present">What a month has as things are.</param>
public sealed record LogCost(LogVolume Volume, IReadOnlyList<LogProjection> Levels, LogProjection Present)
{
    internal static LogCost Of(LogVolume volume, LogVolume? unchanged, LogMeasure measure, LogTerms terms) => new(
        volume,
        LogProjection.ToEveryLevel(volume, measure.Measured, terms),
        unchanged is null
            ? LogProjection.ToPresent(volume, measure.Measured, terms, measure.Level)
            : LogProjection.ToWritten(unchanged, measure.Unchanged!.Measured, terms, measure.Level));
}
