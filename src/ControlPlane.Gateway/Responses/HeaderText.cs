using System.Buffers;
using System.Text;

namespace ControlPlane.Gateway.Responses;

/// <summary>Header values on their way out. Headers are bytes on the wire; strings hold one byte per character (Latin-1).</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> Control = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(code => code != '\t').Select(code => (char)code), '\x7F']);

    /// <summary>Whether a value may stand in a header: no line breaks, no other control characters.</summary>
    public static bool IsValue(string value) => value.AsSpan().IndexOfAny(Control) < 0;

    /// <summary>A value without line breaks and control characters, other than ASCII as the bytes of its UTF-8.</summary>
    public static string Clean(string value)
    {
        if (!IsValue(value))
        {
            value = string.Concat(value.Where(character => !Control.Contains(character)));
        }

        return Ascii.IsValid(value) ? value : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>A received value as text: its bytes read as UTF-8 where they are that.</summary>
    public static string Read(string value)
    {
        if (Ascii.IsValid(value))
        {
            return value;
        }

        var bytes = Encoding.Latin1.GetBytes(value);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : value;
    }

    /// <summary>Whether a name is a header name (RFC 9110 token).</summary>
    public static bool IsName(string name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !"!#$%&'*+-.^_`|~".Contains(character))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
