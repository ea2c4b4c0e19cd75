using System.Globalization;

namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>Floating point numbers as Java writes them.</summary>
internal static class JavaNumbers
{
    private const double SmallestPlain = 1e-3;
    private const double SmallestScientific = 1e7;

    /// <summary>The shortest text that reads back as the number: <c>1.0</c>, <c>0.25</c>, <c>1.0E10</c>.</summary>
    public static string Text(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }

        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        if (Math.Abs(number) is 0 or (>= SmallestPlain and < SmallestScientific))
        {
            return shortest.Contains('.', StringComparison.Ordinal) ? shortest : shortest + ".0";
        }

        return Scientific(shortest);
    }

    private static string Scientific(string shortest)
    {
        var text = shortest.AsSpan(shortest[0] == '-' ? 1 : 0);
        var exponent = 0;
        if (text.IndexOf('E') is var at and >= 0)
        {
            exponent = int.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..at];
        }

        var point = text.IndexOf('.');
        var digits = text.ToString().Replace(".", "", StringComparison.Ordinal);
        var first = digits.AsSpan().IndexOfAnyExcept('0');
        exponent += (point < 0 ? text.Length : point) - 1 - first;
        var significant = digits[first..].TrimEnd('0');
        var fraction = significant.Length > 1 ? significant[1..] : "0";
        return $"{(shortest[0] == '-' ? "-" : "")}{significant[0]}.{fraction}E{exponent.ToString(CultureInfo.InvariantCulture)}";
    }
}
