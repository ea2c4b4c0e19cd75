using System.Buffers;
using System.Text;
using System.Text.Json;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>What <c>$util</c> offers.</summary>
internal static class UtilMethods
{
    private const int CharactersPerUnit = 16;
    private const string HexDigits = "0123456789ABCDEF";

    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-*_");

    /// <summary>Calls a method; one that does not exist with such arguments has no value. Values that are no text count as their text.</summary>
    public static object? Call(string method, object?[] arguments, Rendering rendering)
    {
        if (arguments is not [var argument])
        {
            return null;
        }

        if (argument is null)
        {
            return method == "escapeJavaScript" ? "null" : null;
        }

        var text = ValueText.Of(argument, rendering);
        rendering.Budget.Charge(1 + (text.Length / CharactersPerUnit));
        return method switch
        {
            "escapeJavaScript" => EscapeJavaScript(text),
            "parseJson" => ParseJson(text),
            "urlEncode" => UrlEncode(text),
            "urlDecode" => UrlDecode(text),
            "base64Encode" => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
            "base64Decode" => Base64Decode(text),
            _ => null,
        };
    }

    /// <summary>Escapes for a JavaScript string: both quotes, the slash, the backslash, control characters, and what is not ASCII.</summary>
    private static string EscapeJavaScript(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            switch (character)
            {
                case '\'' or '"' or '\\' or '/':
                    result.Append('\\').Append(character);
                    break;
                case '\b':
                    result.Append("\\b");
                    break;
                case '\n':
                    result.Append("\\n");
                    break;
                case '\t':
                    result.Append("\\t");
                    break;
                case '\f':
                    result.Append("\\f");
                    break;
                case '\r':
                    result.Append("\\r");
                    break;
                case < ' ' or > '\x7F':
                    result.Append("\\u").Append(HexDigits[character >> 12]).Append(HexDigits[(character >> 8) & 15]);
                    result.Append(HexDigits[(character >> 4) & 15]).Append(HexDigits[character & 15]);
                    break;
                default:
                    result.Append(character);
                    break;
            }

            CheckLength(result.Length);
        }

        return result.ToString();
    }

    private static object? ParseJson(string text)
    {
        try
        {
            return JsonTexts.ToValue(JsonElement.Parse(text));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw TemplateFailure.Because("$util.parseJson got what is not JSON", exception);
        }
    }

    private static string UrlEncode(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == ' ')
            {
                result.Append('+');
            }
            else if (rune.IsAscii && Unreserved.Contains((char)rune.Value))
            {
                result.Append((char)rune.Value);
            }
            else
            {
                foreach (var part in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    result.Append('%').Append(HexDigits[part >> 4]).Append(HexDigits[part & 15]);
                }
            }

            CheckLength(result.Length);
        }

        return result.ToString();
    }

    private static string UrlDecode(string text)
    {
        if (text.AsSpan().IndexOfAny('%', '+') < 0)
        {
            return text;
        }

        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%')
            {
                if (at + 2 > text.Length - 1 || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
                {
                    throw TemplateFailure.Because("$util.urlDecode got a percent sign without two digits");
                }

                bytes[length++] = (byte)((HexDigit(text[at + 1]) << 4) | HexDigit(text[at + 2]));
                at += 2;
                continue;
            }

            // A pair of surrogates is one character.
            var size = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
            length += text[at] == '+'
                ? Encoding.UTF8.GetBytes(" ", bytes.AsSpan(length))
                : Encoding.UTF8.GetBytes(text.AsSpan(at, size), bytes.AsSpan(length));
            at += size - 1;
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static int HexDigit(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static string Base64Decode(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException exception)
        {
            throw TemplateFailure.Because("$util.base64Decode got what is no base64", exception);
        }
    }

    private static void CheckLength(int length)
    {
        if (length > TemplateLimits.StringLength)
        {
            throw TemplateFailure.TooLong();
        }
    }
}
