using ControlPlane.Gateway.Mapping.Templates.Expressions;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>The methods of <c>java.lang.String</c> that templates may call.</summary>
internal static class StringMethods
{
    /// <summary>Calls a method; one that does not exist with such arguments has no value.</summary>
    public static object? Call(string text, string method, object?[] arguments, MethodStep step, Rendering rendering)
    {
        rendering.Budget.ChargeText(text.Length);
        if (method == "format" && arguments is [string format, .. var values])
        {
            return TextFormat.Apply(format, values, rendering);
        }

        return arguments switch
        {
            [] => Call(text, method),
            [string argument] => Call(text, method, argument, step, rendering),
            [string one, string other] => method switch
            {
                "replace" => Replace(text, one, other, rendering),
                "replaceAll" => PatternMethods.Replace(text, one, other, all: true, step.Pattern, rendering),
                "replaceFirst" => PatternMethods.Replace(text, one, other, all: false, step.Pattern, rendering),
                _ => ScalarMethods.Call(text, method, arguments, rendering),
            },
            [int at] => method switch
            {
                "charAt" => At(text, at, rendering),
                "substring" => Part(text, at, text.Length, rendering),
                _ => ScalarMethods.Call(text, method, arguments, rendering),
            },
            [int from, int to] when method is "substring" or "subSequence" => Part(text, from, to, rendering),
            [string argument, int number] => method switch
            {
                "indexOf" => Boxed.Of(text.AsSpan(Math.Clamp(number, 0, text.Length)).IndexOf(argument) is var found and >= 0
                    ? found + Math.Clamp(number, 0, text.Length)
                    : -1),
                "lastIndexOf" => Boxed.Of(LastIndexOf(text, argument, number)),
                "startsWith" => Boxed.Of(number >= 0 && number <= text.Length && text.AsSpan(number).StartsWith(argument)),
                "split" => PatternMethods.Split(text, argument, number, step.Pattern, rendering),
                _ => ScalarMethods.Call(text, method, arguments, rendering),
            },
            _ => ScalarMethods.Call(text, method, arguments, rendering),
        };
    }

    private static object? Call(string text, string method) => method switch
    {
        "length" => Boxed.Of(text.Length),
        "isEmpty" => Boxed.Of(text.Length == 0),
        "trim" => Trim(text),
        "toLowerCase" => text.ToLowerInvariant(),
        "toUpperCase" => text.ToUpperInvariant(),
        "toString" => text,
        "hashCode" => Boxed.Of(Hash(text)),
        _ => null,
    };

    private static object? Call(string text, string method, string argument, MethodStep step, Rendering rendering) => method switch
    {
        "contains" => Boxed.Of(text.Contains(argument, StringComparison.Ordinal)),
        "equals" => Boxed.Of(text == argument),
        "equalsIgnoreCase" => Boxed.Of(text.Equals(argument, StringComparison.OrdinalIgnoreCase)),
        "startsWith" => Boxed.Of(text.StartsWith(argument, StringComparison.Ordinal)),
        "endsWith" => Boxed.Of(text.EndsWith(argument, StringComparison.Ordinal)),
        "indexOf" => Boxed.Of(text.IndexOf(argument, StringComparison.Ordinal)),
        "lastIndexOf" => Boxed.Of(LastIndexOf(text, argument, text.Length)),
        "concat" => rendering.Concatenate(text, argument),
        "compareTo" => Boxed.Of(Compare(text, argument)),
        "compareToIgnoreCase" => Boxed.Of(Compare(text.ToLowerInvariant(), argument.ToLowerInvariant())),
        "matches" => Boxed.Of(PatternMethods.Matches(text, argument, step.Pattern, rendering)),
        "split" => PatternMethods.Split(text, argument, 0, step.Pattern, rendering),
        _ => ScalarMethods.Call(text, method, [argument], rendering),
    };

    private static string At(string text, int at, Rendering rendering) =>
        at >= 0 && at < text.Length ? text.Substring(at, 1) : throw Arguments.OutOfRange("charAt", Boxed.Of(at), rendering);

    private static string Part(string text, int from, int to, Rendering rendering) =>
        from >= 0 && from <= to && to <= text.Length
            ? text[from..to]
            : throw Arguments.OutOfRange("substring", Boxed.Of(from < 0 || from > text.Length ? from : to), rendering);

    private static string Replace(string text, string old, string replacement, Rendering rendering)
    {
        var places = old.Length == 0 ? text.Length + 1 : (int)Math.Min(int.MaxValue, CountOf(text, old));
        var length = text.Length + ((long)places * (replacement.Length - old.Length));
        if (length > TemplateLimits.StringLength)
        {
            throw TemplateFailure.TooLong();
        }

        rendering.Budget.ChargeText(length + places);
        return old.Length > 0 ? text.Replace(old, replacement, StringComparison.Ordinal) : Between(text, replacement);
    }

    private static long CountOf(string text, string part)
    {
        var count = 0L;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    /// <summary>What replacing the empty text does: the replacement before, between and after all characters.</summary>
    private static string Between(string text, string replacement)
    {
        var result = new System.Text.StringBuilder(replacement);
        foreach (var character in text)
        {
            result.Append(character).Append(replacement);
        }

        return result.ToString();
    }

    private static int LastIndexOf(string text, string part, int from)
    {
        if (from < 0 || part.Length > text.Length)
        {
            return -1;
        }

        var end = (int)Math.Min(text.Length, (long)from + part.Length);
        return part.Length == 0 ? Math.Min(from, text.Length) : text.AsSpan(0, end).LastIndexOf(part);
    }

    private static int Compare(string one, string other)
    {
        var common = Math.Min(one.Length, other.Length);
        var same = one.AsSpan(0, common).CommonPrefixLength(other);
        return same < common ? one[same] - other[same] : one.Length - other.Length;
    }

    /// <summary>Cuts off blanks and control characters, as Java's trim does.</summary>
    private static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && text[start] <= ' ')
        {
            start++;
        }

        while (end > start && text[end - 1] <= ' ')
        {
            end--;
        }

        return text[start..end];
    }

    private static int Hash(string text)
    {
        var hash = 0;
        foreach (var character in text)
        {
            hash = unchecked((31 * hash) + character);
        }

        return hash;
    }
}
