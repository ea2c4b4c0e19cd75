using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>JSON as values of templates, and values as JSON.</summary>
internal static class JsonTexts
{
    private const int LongestInteger = 1000;

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> BlanksAndQuote = SearchValues.Create(" \t\r\n\""u8);
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000B\f\r\u000E\u000F"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F");

    /// <summary>A JSON value as templates see it.</summary>
    public static object? ToValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new VtlMap(element),
        JsonValueKind.Array => new VtlList(element),
        JsonValueKind.String => ReadString(element),
        JsonValueKind.Number => Number(element),
        JsonValueKind.True => Boxed.True,
        JsonValueKind.False => Boxed.False,
        _ => null,
    };

    /// <summary>A text as the JSON string it is.</summary>
    public static JsonElement ToElement(string text)
    {
        var json = new ArrayBufferWriter<byte>(text.Length + 2);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStringValue(text);
        }

        return JsonElement.Parse(json.WrittenSpan);
    }

    /// <summary>The text of a JSON string, with a replacement character for what is no Unicode.</summary>
    public static string ReadString(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON, but no text.
            return System.Text.Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element)[1..^1]);
        }
    }

    /// <summary>Writes JSON without blanks between its tokens.</summary>
    public static void WriteCompact(JsonElement element, TemplateOutput output)
    {
        var json = JsonMarshal.GetRawUtf8Value(element);
        if (json.IndexOfAny(Blanks) < 0)
        {
            output.WriteUtf8(json);
            return;
        }

        var written = 0;
        var at = 0;
        while (json[at..].IndexOfAny(BlanksAndQuote) is var found and >= 0)
        {
            at += found;
            if (json[at] == '"')
            {
                at = EndOfString(json, at);
                continue;
            }

            output.WriteUtf8(json[written..at]);
            at++;
            written = at;
        }

        output.WriteUtf8(json[written..]);
    }

    /// <summary>Writes a string with its quotes.</summary>
    public static void WriteString(string text, TemplateOutput output)
    {
        output.Write('"');
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Escaped) is var at and >= 0)
        {
            output.Write(rest[..at]);
            output.Write(Escape(rest[at]));
            rest = rest[(at + 1)..];
        }

        output.Write(rest);
        output.Write('"');
    }

    private static string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        _ => $"\\u{(int)character:x4}",
    };

    private static int EndOfString(ReadOnlySpan<byte> json, int at)
    {
        at++;
        while (json[at] != '"')
        {
            at += json[at] == '\\' ? 2 : 1;
        }

        return at + 1;
    }

    private static object Number(JsonElement element)
    {
        if (element.TryGetInt32(out var integer))
        {
            return Boxed.Of(integer);
        }

        if (element.TryGetInt64(out var wide))
        {
            return wide;
        }

        var text = JsonMarshal.GetRawUtf8Value(element);
        return text.Length <= LongestInteger && text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0
            ? Boxed.Of(BigInteger.Parse(element.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : element.GetDouble();
    }
}
