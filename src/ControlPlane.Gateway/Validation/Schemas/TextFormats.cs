using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>The formats of draft 4, beside <c>date</c> and <c>uuid</c>.</summary>
internal static class TextFormats
{
    private const int MaxHostLength = 255;
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%");

    /// <summary>Whether a format says anything here; others are for people.</summary>
    public static bool IsKnown(string format) => format is "date-time" or "date" or "email" or "hostname" or "ipv4" or "ipv6" or "uri" or "uuid";

    public static bool Fits(string format, string text) => format switch
    {
        "date-time" => IsDateTime(text),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "email" => IsEmail(text),
        "hostname" => IsHostName(text),
        "ipv4" => IsIpv4(text),
        "ipv6" => text.Contains(':', StringComparison.Ordinal) && !text.AsSpan().ContainsAny('%', '[', '/')
            && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6,
        "uri" => IsUri(text),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        _ => true,
    };

    /// <summary>RFC 3339, 5.6.</summary>
    private static bool IsDateTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 20 || text[10] is not ('T' or 't') || !DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return false;
        }

        var time = text[11..];
        if (!IsTwo(time, 23) || time[2] != ':' || !IsTwo(time[3..], 59) || time[5] != ':' || !IsTwo(time[6..], 60))
        {
            return false;
        }

        var rest = time[8..];
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
            {
                return false;
            }

            rest = rest[(digits + 1)..];
        }

        return rest is "Z" or "z" || (rest.Length == 6 && rest[0] is '+' or '-' && IsTwo(rest[1..], 23) && rest[3] == ':' && IsTwo(rest[4..], 59));
    }

    private static bool IsTwo(ReadOnlySpan<char> text, int max) =>
        char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]) && ((text[0] - '0') * 10) + text[1] - '0' <= max;

    private static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        return at > 0
            && text[..at].IndexOfAny(" \t\r\n@") < 0
            && (IsHostName(text[(at + 1)..]) || (text[(at + 1)..] is ['[', .. var address, ']'] && IPAddress.TryParse(address, out _)));
    }

    /// <summary>RFC 1034, 3.1.</summary>
    private static bool IsHostName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxHostLength)
        {
            return false;
        }

        foreach (var range in text.Split('.'))
        {
            var label = text[range];
            if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var character in label)
            {
                if (!char.IsAsciiLetterOrDigit(character) && character != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>RFC 2673, 3.2: four decimal numbers.</summary>
    private static bool IsIpv4(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || part.ContainsAnyExceptInRange('0', '9') || (part.Length > 1 && part[0] == '0')
                || int.Parse(part, CultureInfo.InvariantCulture) > 255)
            {
                return false;
            }
        }

        return parts == 4;
    }

    /// <summary>RFC 3986: a scheme, and nothing that would have to be percent-encoded.</summary>
    private static bool IsUri(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon > 0
            && char.IsAsciiLetter(text[0])
            && Uri.CheckSchemeName(text[..colon].ToString())
            && !text.ContainsAnyExcept(UriCharacters);
    }
}
