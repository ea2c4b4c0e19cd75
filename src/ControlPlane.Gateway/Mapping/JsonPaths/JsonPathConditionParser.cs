using System.Text.Json;
using System.Text.RegularExpressions;
using ControlPlane.Gateway.Mapping.Templates.Methods;
using ControlPlane.Gateway.Mapping.Templates.Values;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping.JsonPaths;

/// <summary>Parses the conditions of filters. What is none makes every method return null.</summary>
/// <param name="text">The whole path.</param>
/// <param name="at">Where the condition begins.</param>
/// <param name="depth">How deep conditions nest around it.</param>
internal sealed class JsonPathConditionParser(string text, int at, int depth)
{
    private const int MaxDepth = 20;

    private static readonly (string Text, JsonPathComparison Comparison)[] Comparisons =
    [
        ("==", JsonPathComparison.Equal), ("!=", JsonPathComparison.NotEqual), ("<=", JsonPathComparison.LessOrEqual),
        (">=", JsonPathComparison.GreaterOrEqual), ("<", JsonPathComparison.Less), (">", JsonPathComparison.Greater),
        ("in ", JsonPathComparison.In), ("nin ", JsonPathComparison.NotIn), ("contains ", JsonPathComparison.Contains),
        ("size ", JsonPathComparison.Size), ("empty ", JsonPathComparison.Empty),
    ];

    private int _lists;

    /// <summary>Where parsing stands.</summary>
    public int At { get; private set; } = at;

    /// <summary>Parses conditions joined by <c>||</c> and <c>&amp;&amp;</c>.</summary>
    public JsonPathCondition? Parse() => Joined("||", isAnd: false, () => Joined("&&", isAnd: true, Term));

    private JsonPathCondition? Joined(string separator, bool isAnd, Func<JsonPathCondition?> part)
    {
        var parts = new List<JsonPathCondition>();
        do
        {
            if (part() is not { } condition)
            {
                return null;
            }

            parts.Add(condition);
            SkipBlanks();
        }
        while (Skip(separator));
        return parts.Count == 1 ? parts[0] : new JoinedConditions(isAnd, [.. parts]);
    }

    private JsonPathCondition? Term()
    {
        SkipBlanks();
        if (depth > MaxDepth)
        {
            return null;
        }

        var negated = Skip("!");
        if (negated)
        {
            SkipBlanks();
        }

        var condition = Skip("(") ? Nested() : Comparison();
        return negated && condition is not null ? new NotCondition(condition) : condition;
    }

    private JsonPathCondition? Nested()
    {
        var parser = new JsonPathConditionParser(text, At, depth + 1);
        var condition = parser.Parse();
        At = parser.At;
        return condition is not null && Skip(")") ? condition : null;
    }

    private JsonPathCondition? Comparison()
    {
        if (Operand() is not { } left)
        {
            return null;
        }

        SkipBlanks();
        if (Skip("=~"))
        {
            SkipBlanks();
            return Pattern() is { } pattern ? new PatternCondition(left, pattern) : null;
        }

        foreach (var (operatorText, comparison) in Comparisons)
        {
            if (Skip(operatorText))
            {
                SkipBlanks();
                return Operand() is { } right ? new ComparisonCondition(left, comparison, right) : null;
            }
        }

        return left.Path is null ? null : new ExistsCondition(left);
    }

    private JsonPathOperand? Operand()
    {
        if (At >= text.Length)
        {
            return null;
        }

        if (text[At] is '@' or '$')
        {
            var parser = new JsonPathParser(text, At, depth);
            var fromRoot = text[At] == '$';
            var path = parser.ParsePrefix();
            At = parser.At;
            return path is null ? null : new(path, fromRoot, null);
        }

        if (text[At] is '\'' or '"')
        {
            var end = At;
            var quoted = JsonPathParser.Quoted(text, ref end);
            At = end;
            return quoted is null ? null : new(null, false, JsonTexts.ToElement(quoted));
        }

        return text[At] == '[' ? List() : Scalar();
    }

    private JsonPathOperand? List()
    {
        At++;
        if (++_lists > MaxDepth)
        {
            return null;
        }

        var items = new List<JsonElement>();
        SkipBlanks();
        while (!Skip("]"))
        {
            if (Operand() is not { Literal: { } item })
            {
                return null;
            }

            items.Add(item);
            SkipBlanks();
            Skip(",");
            SkipBlanks();
        }

        _lists--;
        return new(null, false, JsonPathStep.WriteArray(items));
    }

    private JsonPathOperand? Scalar()
    {
        var start = At;
        while (At < text.Length && (char.IsAsciiLetterOrDigit(text[At]) || text[At] is '.' or '-' or '+'))
        {
            At++;
        }

        try
        {
            return new(null, false, JsonElement.Parse(text.AsSpan(start, At - start)));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Regex? Pattern()
    {
        if (!Skip("/"))
        {
            return null;
        }

        var start = At;
        while (At < text.Length && text[At] != '/')
        {
            At += text[At] == '\\' && At + 1 < text.Length ? 2 : 1;
        }

        if (At >= text.Length)
        {
            return null;
        }

        var pattern = text[start..At].Replace("\\/", "/", StringComparison.Ordinal);
        At++;
        if (Skip("i"))
        {
            pattern = "(?i)" + pattern;
        }

        try
        {
            return JavaPattern.Compile(pattern, whole: true);
        }
        catch (GatewayFailure)
        {
            return null;
        }
    }

    private void SkipBlanks()
    {
        while (At < text.Length && text[At] is ' ' or '\t')
        {
            At++;
        }
    }

    private bool Skip(string expected)
    {
        if (string.CompareOrdinal(text, At, expected, 0, expected.Length) == 0)
        {
            At += expected.Length;
            return true;
        }

        return false;
    }
}
