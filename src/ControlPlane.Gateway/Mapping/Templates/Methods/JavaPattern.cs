using System.Text;
using System.Text.RegularExpressions;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>Java's regular expressions in .NET's notation: what both write alike but read differently is spelled out.</summary>
internal static class JavaPattern
{
    private const string Digits = "0-9";
    private const string Word = "a-zA-Z_0-9";
    private const string Space = @" \t\n\x0B\f\r";
    private const string Horizontal = @" \t\u00A0\u1680\u180E\u2000-\u200A\u202F\u205F\u3000";
    private const string NoLineEnd = @"[^\n\r\u0085\u2028\u2029]";
    private const string LineBreak = @"(?:\r\n|[\n\x0B\f\r\u0085\u2028\u2029])";
    private const string SameLetters = "AbBcfGkntrxuzZaev";

    /// <summary>Compiles a pattern, so that matching takes time in proportion to the text where its constructs allow that.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="whole">Whether it must match a text as a whole.</param>
    /// <param name="endsAtEnd">Whether <c>$</c> is the very end, as in ECMAScript, and not also the place before a last line end.</param>
    public static Regex Compile(string pattern, bool whole, bool endsAtEnd = false)
    {
        if (pattern.Length > TemplateLimits.PatternLength)
        {
            throw TemplateFailure.Because($"a regular expression has more than {TemplateLimits.PatternLength} characters");
        }

        var translated = Translate(pattern, endsAtEnd);
        if (whole)
        {
            translated = $@"\A(?:{translated})\z";
        }

        try
        {
            try
            {
                return new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, WorkBudget.MatchTime);
            }
            catch (NotSupportedException)
            {
                return new Regex(translated, RegexOptions.CultureInvariant, WorkBudget.MatchTime);
            }
        }
        catch (ArgumentException exception)
        {
            throw TemplateFailure.Because($"'{pattern}' is no regular expression", exception);
        }
    }

    private static string Translate(string pattern, bool endsAtEnd)
    {
        var result = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        var dotIsAll = SetsDotAll(pattern);
        for (var at = 0; at < pattern.Length; at++)
        {
            var character = pattern[at];
            if (character == '\\')
            {
                at = Escape(pattern, at + 1, inClass, result);
                continue;
            }

            if (inClass && (character == '[' || (character == '&' && at + 1 < pattern.Length && pattern[at + 1] == '&')))
            {
                throw TemplateFailure.Because($"'{pattern}' combines character classes, which is not supported");
            }

            if (character == '[' && !inClass)
            {
                inClass = true;
                result.Append('[');
                at = ClassStart(pattern, at + 1, result);
                continue;
            }

            inClass &= character != ']';
            if (character == '.' && !inClass && !dotIsAll)
            {
                result.Append(NoLineEnd);
                continue;
            }

            result.Append(character == '$' && !inClass && endsAtEnd ? @"\z" : character.ToString());
        }

        return result.ToString();
    }

    /// <summary>Whether a pattern lets the dot match line ends, from some place on: <c>(?s)</c>.</summary>
    private static bool SetsDotAll(string pattern)
    {
        for (var flags = pattern.IndexOf("(?", StringComparison.Ordinal); flags >= 0; flags = pattern.IndexOf("(?", flags + 2, StringComparison.Ordinal))
        {
            for (var at = flags + 2; at < pattern.Length && char.IsAsciiLetter(pattern[at]); at++)
            {
                if (pattern[at] == 's')
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>What opens a character class besides its bracket: a negation, and a closing bracket that stands for itself.</summary>
    private static int ClassStart(string pattern, int at, StringBuilder result)
    {
        if (at < pattern.Length && pattern[at] == '^')
        {
            result.Append('^');
            at++;
        }

        if (at < pattern.Length && pattern[at] == ']')
        {
            result.Append(@"\]");
            at++;
        }

        return at - 1;
    }

    /// <summary>Translates one escape.</summary>
    /// <returns>Its last character.</returns>
    private static int Escape(string pattern, int at, bool inClass, StringBuilder result)
    {
        if (at >= pattern.Length)
        {
            throw TemplateFailure.Because($"'{pattern}' ends with a backslash");
        }

        switch (pattern[at])
        {
            case 'd':
                Class(Digits, inClass, result);
                break;
            case 'w':
                Class(Word, inClass, result);
                break;
            case 's':
                Class(Space, inClass, result);
                break;
            case 'h':
                Class(Horizontal, inClass, result);
                break;
            case 'D' when !inClass:
                result.Append("[^").Append(Digits).Append(']');
                break;
            case 'W' when !inClass:
                result.Append("[^").Append(Word).Append(']');
                break;
            case 'S' when !inClass:
                result.Append("[^").Append(Space).Append(']');
                break;
            case 'D' or 'W' or 'S':
                result.Append('\\').Append(pattern[at]);
                break;
            case 'R' when !inClass:
                result.Append(LineBreak);
                break;
            case 'Q':
                var end = pattern.IndexOf(@"\E", at, StringComparison.Ordinal);
                result.Append(Regex.Escape(pattern[(at + 1)..(end < 0 ? pattern.Length : end)]).Replace("]", @"\]", StringComparison.Ordinal));
                return end < 0 ? pattern.Length - 1 : end + 1;
            case 'p' or 'P':
                return Property(pattern, at, inClass, result);
            case var character when char.IsAsciiDigit(character) || SameLetters.Contains(character, StringComparison.Ordinal):
                result.Append('\\').Append(character);
                break;
            case var character when char.IsAsciiLetter(character):
                throw TemplateFailure.Because($@"'{pattern}' has an escape that is not supported: \{character}");
            case var character when char.IsAscii(character) && character != '_':
                result.Append('\\').Append(character);
                break;
            default:
                result.Append(pattern[at]);
                break;
        }

        return at;
    }

    private static int Property(string pattern, int at, bool inClass, StringBuilder result)
    {
        var end = at + 1 < pattern.Length && pattern[at + 1] == '{' ? pattern.IndexOf('}', at) : -1;
        var name = end < 0 ? "" : pattern[(at + 2)..end];
        if (Posix(name) is not { } characters)
        {
            result.Append('\\').Append(pattern[at]);
            return at;
        }

        if (pattern[at] == 'P')
        {
            result.Append(inClass ? throw TemplateFailure.Because($"'{pattern}' combines character classes, which is not supported") : "[^")
                .Append(characters).Append(']');
        }
        else
        {
            Class(characters, inClass, result);
        }

        return end;
    }

    private static string? Posix(string name) => name switch
    {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "Alpha" => "a-zA-Z",
        "Digit" => Digits,
        "Alnum" => "a-zA-Z0-9",
        "Punct" => @"!-/:-@\[-`{-~",
        "Graph" => "!-~",
        "Print" => " -~",
        "Blank" => @" \t",
        "Cntrl" => @"\x00-\x1F\x7F",
        "XDigit" => "0-9a-fA-F",
        "Space" => Space,
        "ASCII" => @"\x00-\x7F",
        _ => null,
    };

    private static void Class(string characters, bool inClass, StringBuilder result)
    {
        if (inClass)
        {
            result.Append(characters);
        }
        else
        {
            result.Append('[').Append(characters).Append(']');
        }
    }
}
