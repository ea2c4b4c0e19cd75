using System.Globalization;
using System.Numerics;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>The methods of numbers and booleans, and those that every value has. Reflection (<c>getClass</c>) is not among them.</summary>
internal static class ScalarMethods
{
    /// <summary>Calls a method; one that does not exist with such arguments has no value.</summary>
    public static object? Call(object target, string method, object?[] arguments, Rendering rendering) => (method, arguments) switch
    {
        ("toString", []) => ValueText.Of(target, rendering),
        ("equals", [var other]) => Boxed.Of(Equality.Identical(target, other, rendering)),
        ("hashCode", []) when target is bool truth => Boxed.Of(truth ? 1231 : 1237),
        ("hashCode", []) when target is int number => Boxed.Of(number),
        ("booleanValue", []) when target is bool => target,
        ("parseBoolean", [string text]) when target is bool => Boxed.Of(text.Equals("true", StringComparison.OrdinalIgnoreCase)),
        ("valueOf", [var value]) => ValueOf(target, value, rendering),
        ("parseInt" or "parseLong" or "parseDouble" or "parseFloat", [string text]) when Arithmetic.IsNumber(target) =>
            Parse(method is "parseDouble" or "parseFloat", text, 10),
        ("parseInt" or "parseLong", [string text, int radix]) when Arithmetic.IsNumber(target) => Parse(false, text, radix),
        ("compareTo" or "compare", [{ } other]) when Arithmetic.IsNumber(target) && Arithmetic.IsNumber(other) =>
            Boxed.Of(Arithmetic.Compare(target, other)),
        (_, []) when Arithmetic.IsNumber(target) => Convert(target, method),
        ("max" or "min", [{ } one, { } other]) when Arithmetic.IsNumber(target) && Arithmetic.IsNumber(one) && Arithmetic.IsNumber(other) =>
            Arithmetic.Compare(one, other) > 0 == (method == "max") ? one : other,
        ("toString" or "toHexString" or "toBinaryString", [int number]) when Arithmetic.IsNumber(target) => Digits(method, number),
        _ => null,
    };

    private static object? Convert(object number, string method) => method switch
    {
        "intValue" => Boxed.Of(Arguments.ToInt(number)),
        "longValue" => Boxed.Of((long)(ulong)(Arithmetic.ToInteger(number) & ulong.MaxValue)),
        "shortValue" => Boxed.Of((short)Arguments.ToInt(number)),
        "byteValue" => Boxed.Of((sbyte)Arguments.ToInt(number)),
        "doubleValue" or "floatValue" => Arithmetic.ToDouble(number),
        "isNaN" => number is double value ? Boxed.Of(double.IsNaN(value)) : null,
        "isInfinite" => number is double value ? Boxed.Of(double.IsInfinity(value)) : null,
        _ => null,
    };

    private static object? ValueOf(object target, object? value, Rendering rendering) => (target, value) switch
    {
        (string, null) => "null",
        (string, _) => ValueText.Of(value, rendering),
        (bool, string text) => Boxed.Of(text.Equals("true", StringComparison.OrdinalIgnoreCase)),
        (bool, bool) => value,
        (double, string text) => Parse(isDouble: true, text, 10),
        (double, { } number) when Arithmetic.IsNumber(number) => Arithmetic.ToDouble(number),
        (int or long or BigInteger, string text) => Parse(isDouble: false, text, 10),
        (int or long or BigInteger, int or long or BigInteger) => value,
        _ => null,
    };

    private static object Parse(bool isDouble, string text, int radix)
    {
        if (isDouble)
        {
            return double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw NoNumber(text);
        }

        if (radix == 10)
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                ? Boxed.Of(integer)
                : throw NoNumber(text);
        }

        var digits = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        var value = 0L;
        foreach (var character in digits)
        {
            var digit = char.IsAsciiDigit(character) ? character - '0' : char.IsAsciiLetter(character) ? (character | 0x20) - 'a' + 10 : radix;
            if (radix is < 2 or > 36 || digit >= radix || value > (long.MaxValue - digit) / radix)
            {
                throw NoNumber(text);
            }

            value = (value * radix) + digit;
        }

        return digits.Length > 0 ? Boxed.Of(text[0] == '-' ? -value : value) : throw NoNumber(text);
    }

    private static string Digits(string method, int number) => method switch
    {
        "toHexString" => number.ToString("x", CultureInfo.InvariantCulture),
        "toBinaryString" => number.ToString("b", CultureInfo.InvariantCulture),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private static Exception NoNumber(string text) =>
        TemplateFailure.Because($"'{(text.Length > 40 ? text[..40] + "..." : text)}' is no number");
}
