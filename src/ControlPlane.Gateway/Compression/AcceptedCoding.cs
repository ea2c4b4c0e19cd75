using System.Globalization;

namespace ControlPlane.Gateway.Compression;

/// <summary>Which coding an <c>Accept-Encoding</c> asks for (RFC 9110 12.5.3).</summary>
internal static class AcceptedCoding
{
    /// <summary>
    /// The coding with the highest weight, gzip before deflate before none among equals. One that is not named is not used, whatever
    /// <c>*</c> says (API Gateway).
    /// </summary>
    public static ContentCoding Find(string? accepted)
    {
        if (accepted is null)
        {
            return ContentCoding.Identity;
        }

        double gzip = 0;
        double deflate = 0;
        double identity = 0;
        foreach (var range in accepted.AsSpan().Split(','))
        {
            var item = accepted.AsSpan(range);
            var semicolon = item.IndexOf(';');
            var name = (semicolon < 0 ? item : item[..semicolon]).Trim();
            var weight = semicolon < 0 ? 1 : Weight(item[(semicolon + 1)..].Trim());
            if (Is(name, "gzip") || Is(name, "x-gzip"))
            {
                gzip = weight;
            }
            else if (Is(name, "deflate"))
            {
                deflate = weight;
            }
            else if (Is(name, "identity"))
            {
                identity = weight;
            }
        }

        var best = Math.Max(gzip, deflate);
        return best <= 0 || best < identity ? ContentCoding.Identity
            : gzip >= deflate ? ContentCoding.Gzip
            : ContentCoding.Deflate;
    }

    private static bool Is(ReadOnlySpan<char> name, string coding) => name.Equals(coding, StringComparison.OrdinalIgnoreCase);

    /// <summary>A weight of 0 to 1; what is none counts as 0, so that nobody gets what he cannot read.</summary>
    private static double Weight(ReadOnlySpan<char> parameter) =>
        parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
        && weight <= 1
            ? weight
            : 0;
}
