using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ControlPlane.Api.OpenApi.Documents;

/// <summary>
/// What YAML's scalars stand for: the core schema (YAML 1.2.2, 10.3), in which <c>yes</c>, <c>no</c> and dates are texts. Numbers keep
/// their digits; one that begins with a zero stays the text it looks like, since it is an account or a postal code.
/// </summary>
internal static class YamlScalars
{
    private const string _tags = "tag:yaml.org,2002:";

    /// <summary>Writes a scalar as JSON.</summary>
    /// <exception cref="DocumentException">Its tag is unknown here.</exception>
    public static void Write(Utf8JsonWriter json, Scalar scalar)
    {
        var tag = scalar.Tag is { IsEmpty: false, IsNonSpecific: false } ? scalar.Tag.Value : null;
        if (tag == _tags + "str" || (tag is null && scalar.Style != ScalarStyle.Plain))
        {
            json.WriteStringValue(scalar.Value);
            return;
        }

        if (tag is not null && tag is not (_tags + "int" or _tags + "float" or _tags + "bool" or _tags + "null"))
        {
            throw new DocumentException($"The tag {tag} is not supported (line {scalar.Start.Line}, column {scalar.Start.Column}).");
        }

        switch (scalar.Value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                json.WriteNullValue();
                break;
            case "true" or "True" or "TRUE":
                json.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE":
                json.WriteBooleanValue(false);
                break;
            default:
                if (Number(scalar.Value) is { } number)
                {
                    json.WriteRawValue(number, skipInputValidation: true);
                }
                else
                {
                    json.WriteStringValue(scalar.Value);
                }

                break;
        }
    }

    /// <summary>Whether a plain text would be read as something else.</summary>
    public static bool IsText(string plain) =>
        plain is not ("" or "~" or "null" or "Null" or "NULL" or "true" or "True" or "TRUE" or "false" or "False" or "FALSE") && Number(plain) is null;

    // A number as JSON writes it, or null.
    private static string? Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && hex >= 0
                ? hex.ToString(CultureInfo.InvariantCulture)
                : null;
        }

        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            return text.Length is > 2 and < 20 && !text.AsSpan(2).ContainsAnyExceptInRange('0', '7')
                ? Convert.ToInt64(text[2..], 8).ToString(CultureInfo.InvariantCulture)
                : null;
        }

        var sign = text[0] == '-' ? "-" : "";
        var rest = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        var mantissaEnd = rest.IndexOfAny('e', 'E');
        var mantissa = mantissaEnd < 0 ? rest : rest[..mantissaEnd];
        var dot = mantissa.IndexOf('.');
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        var fraction = dot < 0 ? default : mantissa[(dot + 1)..];
        var exponent = mantissaEnd < 0 ? default : rest[(mantissaEnd + 1)..];
        var exponentDigits = exponent.Length > 0 && exponent[0] is '-' or '+' ? exponent[1..] : exponent;
        if (whole.Length + fraction.Length == 0
            || !AreDigits(whole) || !AreDigits(fraction) || !AreDigits(exponentDigits)
            || (mantissaEnd >= 0 && exponentDigits.IsEmpty)
            || (whole.Length > 1 && whole[0] == '0'))
        {
            return null;
        }

        return $"{sign}{(whole.IsEmpty ? "0" : whole)}{(fraction.IsEmpty ? "" : ".")}{fraction}{(mantissaEnd < 0 ? "" : "e")}{exponent}";
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
