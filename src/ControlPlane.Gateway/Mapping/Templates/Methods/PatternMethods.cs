using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>The methods of strings that take regular expressions.</summary>
internal static class PatternMethods
{
    public static bool Matches(string text, string pattern, PatternCache cache, Rendering rendering)
    {
        var regex = cache.Get(pattern, whole: true, rendering);
        return Run(rendering, () => regex.IsMatch(text));
    }

    /// <summary>Replaces the first match, or all.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="replacement">Java's notation: <c>$1</c> and <c>${name}</c> are groups, a backslash makes the next character literal.</param>
    /// <param name="all">All matches, or only the first.</param>
    /// <param name="cache">Where the call keeps its pattern.</param>
    /// <param name="rendering">The rendering.</param>
    public static string Replace(string text, string pattern, string replacement, bool all, PatternCache cache, Rendering rendering)
    {
        var regex = cache.Get(pattern, whole: false, rendering);
        return Run(rendering, () =>
        {
            var match = regex.Match(text);
            if (!match.Success)
            {
                return text;
            }

            var result = new StringBuilder(text.Length);
            var copied = 0;
            do
            {
                result.Append(text, copied, match.Index - copied);
                copied = match.Index + match.Length;
                AppendReplacement(result, replacement, match);
                rendering.Budget.ChargeText(replacement.Length);
                match = all ? match.NextMatch() : Match.Empty;
            }
            while (match.Success);

            result.Append(text, copied, text.Length - copied);
            CheckLength(result);
            rendering.Budget.ChargeText(result.Length);
            return result.ToString();
        });
    }

    /// <summary>Splits as Java does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pattern">What stands between the parts.</param>
    /// <param name="limit">The most parts; 0 for all but empty ones at the end, less for all.</param>
    /// <param name="cache">Where the call keeps its pattern.</param>
    /// <param name="rendering">The rendering.</param>
    public static VtlList Split(string text, string pattern, int limit, PatternCache cache, Rendering rendering)
    {
        var regex = cache.Get(pattern, whole: false, rendering);
        return Run(rendering, () =>
        {
            var parts = new List<object?>();
            var start = 0;
            for (var match = regex.Match(text); match.Success && (limit <= 0 || parts.Count < limit - 1); match = match.NextMatch())
            {
                rendering.Budget.Charge(1);
                if (match.Length == 0 && (match.Index == 0 || match.Index == text.Length))
                {
                    continue;
                }

                parts.Add(text[start..match.Index]);
                start = match.Index + match.Length;
            }

            parts.Add(text[start..]);
            while (limit == 0 && parts.Count > 1 && parts[^1] is "")
            {
                parts.RemoveAt(parts.Count - 1);
            }

            if (limit == 0 && parts is [""] && text.Length > 0)
            {
                parts.Clear();
            }

            return new VtlList(parts);
        });
    }

    private static T Run<T>(Rendering rendering, Func<T> match)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return match();
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TemplateFailure.Because($"the regular expression '{exception.Pattern}' takes too long", exception);
        }
        finally
        {
            rendering.Budget.ChargeMatch(began);
        }
    }

    private static void AppendReplacement(StringBuilder result, string replacement, Match match)
    {
        if (replacement.AsSpan().IndexOfAny('$', '\\') < 0)
        {
            result.Append(replacement);
            CheckLength(result);
            return;
        }

        for (var at = 0; at < replacement.Length; at++)
        {
            switch (replacement[at])
            {
                case '\\' when at + 1 < replacement.Length:
                    result.Append(replacement[++at]);
                    break;
                case '$':
                    at = AppendGroup(result, replacement, at + 1, match);
                    break;
                case '\\':
                    throw BadReplacement(replacement);
                default:
                    result.Append(replacement[at]);
                    break;
            }
        }

        CheckLength(result);
    }

    /// <summary>Appends the group a dollar sign names.</summary>
    /// <returns>The last character of the name.</returns>
    private static int AppendGroup(StringBuilder result, string replacement, int at, Match match)
    {
        if (at < replacement.Length && replacement[at] == '{')
        {
            var end = replacement.IndexOf('}', at);
            var group = end < 0 ? null : match.Groups[replacement[(at + 1)..end]];
            result.Append(group is not null && match.Groups.ContainsKey(group.Name) ? group.ValueSpan : throw BadReplacement(replacement));
            return end;
        }

        if (at >= replacement.Length || !char.IsAsciiDigit(replacement[at]) || replacement[at] - '0' >= match.Groups.Count)
        {
            throw BadReplacement(replacement);
        }

        // As many digits as make the number of a group.
        var number = replacement[at] - '0';
        while (at + 1 < replacement.Length && char.IsAsciiDigit(replacement[at + 1]))
        {
            var longer = (number * 10) + replacement[at + 1] - '0';
            if (longer >= match.Groups.Count)
            {
                break;
            }

            number = longer;
            at++;
        }

        result.Append(match.Groups[number].ValueSpan);
        return at;
    }

    private static void CheckLength(StringBuilder result)
    {
        if (result.Length > TemplateLimits.StringLength)
        {
            throw TemplateFailure.TooLong();
        }
    }

    private static Exception BadReplacement(string replacement) =>
        TemplateFailure.Because($"'{replacement}' names a group that its regular expression does not have");
}
