using System.Globalization;
using System.Text;

namespace ControlPlane.Local.Zappa;

/// <summary>Values in the languages of the output.</summary>
internal static class Quoting
{
    /// <summary>A basic string of TOML 1.0.</summary>
    public static string Toml(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u007f' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A key of a TOML table: bare where it may be.</summary>
    public static string TomlKey(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? text : Toml(text);

    /// <summary>A parameter override or tag as the SAM CLI takes it: quoted, unless its text is plain.</summary>
    public static string Sam(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || "._:/+-@*,".Contains(c))
            ? text
            : $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>One word of a shell command (bash, zsh, ksh), on one line whatever it holds. Words hold no NUL; it is left out.</summary>
    public static string Shell(string text)
    {
        if (text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || "._:/+-@=,%".Contains(c)))
        {
            return text;
        }

        if (!text.Any(IsControl))
        {
            return $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        }

        var quoted = new StringBuilder("$'");
        foreach (var character in text)
        {
            _ = character switch
            {
                '\0' => quoted,
                '\'' or '\\' => quoted.Append('\\').Append(character),
                _ when IsControl(character) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>A text inside a comment: nothing in it ends the line.</summary>
    public static string Comment(string text) =>
        string.Concat(text.Select(static c => IsControl(c) ? "\ufffd" : c.ToString()));

    // The line and paragraph separators and NEL end a line for some readers.
    private static bool IsControl(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';
}
