using System.Globalization;
using System.Text;

namespace ControlPlane.Gateway.Mapping.JsonPaths;

/// <summary>Parses paths. What is no path makes every method return null or false.</summary>
/// <param name="text">A text that begins with <c>$</c>, or with <c>@</c> inside a filter.</param>
/// <param name="at">Where it begins.</param>
/// <param name="depth">How deep filters nest around it.</param>
internal sealed class JsonPathParser(string text, int at = 0, int depth = 0)
{
    private const int MaxDepth = 20;
    private const string EndsNameInFilter = " \t)=<>!&|,]~";

    private JsonPathFunction _function;

    /// <summary>Where parsing stands.</summary>
    public int At { get; private set; } = at + 1;

    /// <summary>Parses a path that is all there is.</summary>
    public JsonPath? Parse() => ParsePrefix() is { } path && At == text.Length ? path : null;

    /// <summary>Parses a path that something may follow.</summary>
    public JsonPath? ParsePrefix()
    {
        if (depth > MaxDepth)
        {
            return null;
        }

        var steps = new List<JsonPathStep>();
        while (At < text.Length && text[At] is '.' or '[' && _function == JsonPathFunction.None)
        {
            var step = text[At] == '[' ? Bracket() : Dot();
            if (step is not null)
            {
                steps.Add(step);
            }
            else if (_function == JsonPathFunction.None)
            {
                return null;
            }
        }

        return new JsonPath([.. steps], _function);
    }

    private JsonPathStep? Dot()
    {
        At++;
        if (At >= text.Length)
        {
            return null;
        }

        if (text[At] != '.')
        {
            return Name();
        }

        At++;
        if (At >= text.Length)
        {
            return null;
        }

        var next = text[At] == '[' ? Bracket() : Name();
        return next is null ? null : new DeepStep(next);
    }

    private JsonPathStep? Name()
    {
        if (text[At] == '*')
        {
            At++;
            return new AllStep();
        }

        var start = At;
        while (At < text.Length && text[At] is not ('.' or '[' or '(') && (depth == 0 || !EndsNameInFilter.Contains(text[At], StringComparison.Ordinal)))
        {
            At++;
        }

        var name = text[start..At];
        if (At < text.Length && text[At] == '(')
        {
            Function(name);
            return null;
        }

        return name.Length == 0 || name.AsSpan().IndexOfAny("*?)") >= 0 ? null : new MemberStep(name);
    }

    private void Function(string name)
    {
        if (At + 1 >= text.Length || text[At + 1] != ')')
        {
            return;
        }

        _function = name switch
        {
            "length" or "size" => JsonPathFunction.Length,
            "keys" => JsonPathFunction.Keys,
            "sum" => JsonPathFunction.Sum,
            "min" => JsonPathFunction.Min,
            "max" => JsonPathFunction.Max,
            "avg" => JsonPathFunction.Average,
            _ => JsonPathFunction.None,
        };
        At += 2;
    }

    private JsonPathStep? Bracket()
    {
        At++;
        SkipBlanks();
        var step = At >= text.Length ? null : text[At] switch
        {
            '*' => All(),
            '?' => Filter(),
            '\'' or '"' => Names(),
            _ => Items(),
        };
        SkipBlanks();
        return step is not null && Skip(']') ? step : null;
    }

    private AllStep All()
    {
        At++;
        return new AllStep();
    }

    private FilterStep? Filter()
    {
        At++;
        SkipBlanks();
        if (!Skip('('))
        {
            return null;
        }

        var parser = new JsonPathConditionParser(text, At, depth + 1);
        var condition = parser.Parse();
        At = parser.At;
        return condition is not null && Skip(')') ? new FilterStep(condition) : null;
    }

    private JsonPathStep? Names()
    {
        var names = new List<string>();
        do
        {
            SkipBlanks();
            var end = At;
            if (Quoted(text, ref end) is not { } name)
            {
                return null;
            }

            At = end;
            names.Add(name);
            SkipBlanks();
        }
        while (Skip(','));
        return names.Count == 1 ? new MemberStep(names[0]) : new MembersStep([.. names]);
    }

    private JsonPathStep? Items()
    {
        var first = Number();
        SkipBlanks();
        if (Skip(':'))
        {
            SkipBlanks();
            return new SliceStep(first, Number());
        }

        if (first is null)
        {
            return null;
        }

        var items = new List<ItemStep> { new(first.Value) };
        while (Skip(','))
        {
            SkipBlanks();
            if (Number() is not { } index)
            {
                return null;
            }

            items.Add(new ItemStep(index));
            SkipBlanks();
        }

        return items.Count == 1 ? items[0] : new ItemsStep([.. items]);
    }

    private int? Number()
    {
        var start = At;
        if (At < text.Length && text[At] == '-')
        {
            At++;
        }

        while (At < text.Length && char.IsAsciiDigit(text[At]))
        {
            At++;
        }

        return int.TryParse(text.AsSpan(start, At - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>A text in quotes of either kind, a backslash before what would end it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The opening quote; then what follows the closing one.</param>
    /// <returns>Null when there is none.</returns>
    public static string? Quoted(string text, ref int at)
    {
        if (at >= text.Length || text[at] is not ('\'' or '"'))
        {
            return null;
        }

        var quote = text[at++];
        var value = new StringBuilder();
        while (at < text.Length && text[at] != quote)
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            value.Append(text[at++]);
        }

        return at++ < text.Length ? value.ToString() : null;
    }

    private void SkipBlanks()
    {
        while (At < text.Length && text[At] is ' ' or '\t')
        {
            At++;
        }
    }

    private bool Skip(char character)
    {
        if (At < text.Length && text[At] == character)
        {
            At++;
            return true;
        }

        return false;
    }
}
