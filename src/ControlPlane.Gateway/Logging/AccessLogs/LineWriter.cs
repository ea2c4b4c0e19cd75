using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>Appends one value to a line, escaped for where it stands.</summary>
internal readonly ref struct LineWriter(PooledBytes line, Escaping escaping)
{
    private const int LongestEscape = 8;

    /// <summary>What needs no look at all wherever it stands.</summary>
    private static readonly SearchValues<char> Harmless =
        SearchValues.Create(" !#$%()*+-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    /// <summary>A text; nothing when it is null.</summary>
    public void Text(string? value) => Text(value.AsSpan());

    /// <summary>A text.</summary>
    public void Text(ReadOnlySpan<char> value)
    {
        if (value.ContainsAnyExcept(Harmless))
        {
            Escape(value);
            return;
        }

        Ascii.FromUtf16(value, line.GetSpan(value.Length), out var written);
        line.Advance(written);
    }

    /// <summary>A text in quotes of its own.</summary>
    public void Quoted(string value)
    {
        var quote = escaping switch
        {
            Escaping.Plain or Escaping.JsonValue or Escaping.CsvField => "\""u8,
            Escaping.CsvQuotes => "\"\""u8,
            Escaping.Xml => "&quot;"u8,
            _ => "\\\""u8,
        };
        var inner = escaping switch
        {
            Escaping.Plain => Escaping.Quotes,
            Escaping.JsonValue => Escaping.JsonString,
            Escaping.CsvField => Escaping.CsvQuotes,
            _ => escaping,
        };
        line.Write(quote);
        new LineWriter(line, inner).Text(value);
        line.Write(quote);
    }

    /// <summary>A whole number.</summary>
    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, line.GetSpan(20), out var written);
        line.Advance(written);
    }

    /// <summary>A time as API Gateway writes it: <c>dd/MMM/yyyy:HH:mm:ss +0000</c>.</summary>
    public void Time(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var text = line.GetSpan(26);
        Digits(text, utc.Day);
        text[2] = (byte)'/';
        Months.Slice((utc.Month - 1) * 3, 3).CopyTo(text[3..]);
        text[6] = (byte)'/';
        Digits(text[7..], utc.Year / 100);
        Digits(text[9..], utc.Year % 100);
        text[11] = (byte)':';
        Digits(text[12..], utc.Hour);
        text[14] = (byte)':';
        Digits(text[15..], utc.Minute);
        text[17] = (byte)':';
        Digits(text[18..], utc.Second);
        " +0000"u8.CopyTo(text[20..]);
        line.Advance(26);
    }

    private static void Digits(Span<byte> text, int value)
    {
        text[0] = (byte)('0' + (value / 10));
        text[1] = (byte)('0' + (value % 10));
    }

    private static bool IsControl(int value) => value is < 0x20 or (>= 0x7F and < 0xA0) or 0x2028 or 0x2029;

    private void Escape(ReadOnlySpan<char> value)
    {
        if (escaping == Escaping.CsvField)
        {
            EscapeField(value);
            return;
        }

        foreach (var rune in value.EnumerateRunes())
        {
            var text = line.GetSpan(LongestEscape);
            line.Advance(TryEscape(rune.Value, text, out var written) ? written : rune.EncodeToUtf8(text));
        }
    }

    private void EscapeField(ReadOnlySpan<char> value)
    {
        var inner = new LineWriter(line, Escaping.CsvQuotes);
        if (!NeedsQuotes(value))
        {
            inner.Escape(value);
            return;
        }

        line.Write("\""u8);
        inner.Escape(value);
        line.Write("\""u8);
    }

    private static bool NeedsQuotes(ReadOnlySpan<char> value)
    {
        foreach (var character in value)
        {
            if (character is ',' or '"' || IsControl(character))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryEscape(int value, Span<byte> text, out int written) => escaping switch
    {
        Escaping.Xml => TryEscapeXml(value, text, out written),
        Escaping.CsvQuotes => TryDouble(value, text, out written),
        _ => TryEscapeQuotes(value, text, out written),
    };

    private bool TryEscapeQuotes(int value, Span<byte> text, out int written)
    {
        if (value is '"' or '\\')
        {
            (text[0], text[1], written) = ((byte)'\\', (byte)value, 2);
            return true;
        }

        return TryEscapeControl(value, text, out written);
    }

    private bool TryDouble(int value, Span<byte> text, out int written)
    {
        if (value == '"')
        {
            (text[0], text[1], written) = ((byte)'"', (byte)'"', 2);
            return true;
        }

        return TryEscapeControl(value, text, out written);
    }

    private bool TryEscapeControl(int value, Span<byte> text, out int written)
    {
        written = 0;
        if (!IsControl(value))
        {
            return false;
        }

        var isShort = value is '\n' or '\r' or '\t';
        var isWide = escaping is Escaping.JsonString or Escaping.JsonValue || value > 0xFF;
        text[0] = (byte)'\\';
        if (isShort)
        {
            text[1] = value == '\n' ? (byte)'n' : value == '\r' ? (byte)'r' : (byte)'t';
            written = 2;
            return true;
        }

        text[1] = isWide ? (byte)'u' : (byte)'x';
        value.TryFormat(text[2..], out var digits, isWide ? "x4" : "x2", CultureInfo.InvariantCulture);
        written = 2 + digits;
        return true;
    }

    private static bool TryEscapeXml(int value, Span<byte> text, out int written)
    {
        var entity = value switch
        {
            '&' => "&amp;"u8,
            '<' => "&lt;"u8,
            '>' => "&gt;"u8,
            '"' => "&quot;"u8,
            '\'' => "&apos;"u8,
            '\n' => "&#xA;"u8,
            '\r' => "&#xD;"u8,
            '\t' => "&#x9;"u8,
            0x2028 => "&#x2028;"u8,
            0x2029 => "&#x2029;"u8,

            // XML 1.0 has no way to write them.
            < 0x20 or 0xFFFE or 0xFFFF => "\uFFFD"u8,
            _ => default,
        };
        if (entity.IsEmpty && IsControl(value))
        {
            "&#x"u8.CopyTo(text);
            value.TryFormat(text[3..], out var digits, "X", CultureInfo.InvariantCulture);
            text[3 + digits] = (byte)';';
            written = digits + 4;
            return true;
        }

        entity.CopyTo(text);
        written = entity.Length;
        return written > 0;
    }
}
