using System.Globalization;

namespace ControlPlane.WebConsole.Charts;

/// <summary>Numbers as people read them.</summary>
internal static class Units
{
    private const double _second = 1000;
    private const double _whole = 100;

    /// <summary>A share as a percentage.</summary>
    /// <param name="share">0.0 to 1.0.</param>
    public static string Percent(double share) => $"{(share * _whole).ToString(share is > 0 and < 0.001 ? "0.###" : "0.##", CultureInfo.InvariantCulture)} %";

    /// <summary>Milliseconds; a dash without requests.</summary>
    public static string Milliseconds(double value, long count = 1) => count == 0 ? "-" : value switch
    {
        >= _second => $"{(value / _second).ToString("0.##", CultureInfo.InvariantCulture)} s",
        >= 10 => $"{value.ToString("0", CultureInfo.InvariantCulture)} ms",
        _ => $"{value.ToString("0.##", CultureInfo.InvariantCulture)} ms",
    };

    /// <summary>A number of SVG.</summary>
    public static string Svg(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
