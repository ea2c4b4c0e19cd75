using System.Globalization;
using System.Text;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>Java's <c>String.format</c> as far as templates use it: <c>%s %d %x %f %b %c %n %%</c> with width, zeros, left alignment and precision.</summary>
internal static class TextFormat
{
    private const int MaxWidth = 1000;

    /// <summary>Formats the arguments; a list as the only argument gives its items.</summary>
    public static string Apply(string format, object?[] arguments, Rendering rendering)
    {
        var values = arguments is [VtlList list] ? list.Items.ToArray() : arguments;
        var result = new StringBuilder();
        var next = 0;
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                result.Append(format[at]);
                continue;
            }

            at = Directive(format, at + 1, out var flags, out var width, out var precision);
            var conversion = format[at];
            if (conversion is '%' or 'n')
            {
                result.Append(conversion == '%' ? '%' : '\n');
                continue;
            }

            var value = next < values.Length ? values[next++] : throw Bad(format);
            var text = Convert(conversion, value, precision, format, rendering);
            result.Append(Pad(text, width, flags));
            rendering.Budget.ChargeText(text.Length + width);
            if (result.Length > TemplateLimits.StringLength)
            {
                throw TemplateFailure.TooLong();
            }
        }

        return result.ToString();
    }

    private static int Directive(string format, int at, out ReadOnlySpan<char> flags, out int width, out int precision)
    {
        var start = at;
        while (at < format.Length && format[at] is '-' or '0' or '+' or ',')
        {
            at++;
        }

        flags = format.AsSpan(start, at - start);
        width = Number(format, ref at);
        precision = -1;
        if (at < format.Length && format[at] == '.')
        {
            at++;
            precision = Number(format, ref at);
        }

        return at < format.Length ? at : throw Bad(format);
    }

    private static int Number(string format, ref int at)
    {
        var number = 0;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
        {
            number = (number * 10) + format[at++] - '0';
            if (number > MaxWidth)
            {
                throw Bad(format);
            }
        }

        return number;
    }

    private static string Convert(char conversion, object? value, int precision, string format, Rendering rendering)
    {
        switch (conversion)
        {
            case 's' or 'S' or 'b' or 'c':
                var text = value is null ? "null" : ValueText.Of(value, rendering);
                text = precision >= 0 && precision < text.Length ? text[..precision] : text;
                return conversion == 'S' ? text.ToUpperInvariant() : text;
            case 'd' when Arithmetic.IsNumber(value) && value is not double:
                return ValueText.Of(value, rendering);
            case 'x' or 'X' when Arithmetic.IsNumber(value) && value is int or long:
                return ((IFormattable)value).ToString(conversion.ToString(), CultureInfo.InvariantCulture);
            case 'f' when value is double number:
                return number.ToString("F" + (precision < 0 ? 6 : precision), CultureInfo.InvariantCulture);
            default:
                throw Bad(format);
        }
    }

    private static string Pad(string text, int width, ReadOnlySpan<char> flags)
    {
        if (flags.Contains('+') && text.Length > 0 && char.IsAsciiDigit(text[0]))
        {
            text = "+" + text;
        }

        if (flags.Contains('-'))
        {
            return text.PadRight(width);
        }

        if (!flags.Contains('0'))
        {
            return text.PadLeft(width);
        }

        var sign = text.StartsWith('-') || text.StartsWith('+') ? 1 : 0;
        return text[..sign] + text[sign..].PadLeft(width - sign, '0');
    }

    private static Exception Bad(string format) => TemplateFailure.Because($"'{format}' does not fit what it formats");
}
