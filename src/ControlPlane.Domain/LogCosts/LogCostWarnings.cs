using System.Globalization;

namespace ControlPlane.Domain.LogCosts;

/// <summary>What whoever reads about the cost of logs must know.</summary>
public static class LogCostWarnings
{
    /// <summary>From how many records on a projection is worth something.</summary>
    public const int EnoughRecords = 100;

    /// <summary>From how much time on a projection is worth something.</summary>
    public static TimeSpan EnoughTime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Says so when there is too little to project from.</summary>
    /// <param name="volume">What was measured.</param>
    /// <param name="measured">For how long.</param>
    public static string? Data(LogVolume volume, TimeSpan measured)
    {
        ArgumentNullException.ThrowIfNull(volume);
        var records = (volume.AllWritten + volume.AllSuppressed).Records;
        if (records == 0)
        {
            return "Nothing was logged or suppressed in this window: there is nothing to project.";
        }

        return records >= EnoughRecords && measured >= EnoughTime
            ? null
            : Text($"Projected from {records} records in {Math.Round(measured.TotalSeconds)} seconds: too little to rely on.");
    }

    /// <summary>Says so when methods have levels of their own and it was not measured what they write.</summary>
    /// <param name="measure">What was measured.</param>
    public static string? Methods(LogMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return measure.Level.HasMethodsApart && measure.Unchanged is null
            ? Text($"Methods have levels of their own, for less than a whole minute: the present is projected as if all had {measure.Level.Name}.")
            : null;
    }

    /// <summary>Says so when the region has no prices of its own here.</summary>
    /// <param name="region">The region.</param>
    /// <param name="price">The prices that were taken.</param>
    public static string? Region(string region, LogPrice price)
    {
        ArgumentNullException.ThrowIfNull(price);
        return region == price.Region ? null : $"The prices of {region} are not known here: those of {price.Region} are taken.";
    }

    /// <summary>Says so when one route writes more than half of all bytes.</summary>
    /// <param name="volume">What was measured.</param>
    public static string? Route(LogVolume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        var all = volume.AllWritten.Bytes;
        var (route, bytes) = volume.Routes.DefaultIfEmpty().MaxBy(static route => route.Value);
        return bytes > all / 2.0 ? Text($"{route} writes {100.0 * bytes / all:0} % of the bytes.") : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
