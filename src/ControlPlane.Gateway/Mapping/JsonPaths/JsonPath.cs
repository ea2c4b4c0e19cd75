using System.Globalization;
using System.Text.Json;

namespace ControlPlane.Gateway.Mapping.JsonPaths;

/// <summary>
/// A JSONPath as API Gateway reads it: <c>$.a</c>, <c>['a']</c>, <c>['a','b']</c>, <c>[0]</c>, <c>[-1]</c>, <c>[0,2]</c>, <c>[1:3]</c>, <c>*</c>,
/// <c>..</c>, filters <c>[?(@.a == 'x')]</c>, and at the end <c>length()</c>, <c>size()</c>, <c>keys()</c>, <c>sum()</c>, <c>min()</c>,
/// <c>max()</c> or <c>avg()</c>. A path that does not begin with <c>$</c> is one from the root.
/// </summary>
internal sealed class JsonPath
{
    private readonly JsonPathStep[] _steps;
    private readonly JsonPathFunction _function;

    /// <param name="steps">The steps from the root.</param>
    /// <param name="function">What is computed of the values at the end.</param>
    public JsonPath(JsonPathStep[] steps, JsonPathFunction function)
    {
        _steps = steps;
        _function = function;
        IsDefinite = Array.TrueForAll(steps, step => step.IsDefinite);
    }

    /// <summary>Whether the path leads to one place at most.</summary>
    public bool IsDefinite { get; }

    /// <summary>Parses a path.</summary>
    /// <returns>Null when it is none.</returns>
    public static JsonPath? TryParse(string text)
    {
        var path = text.Trim();
        if (path.Length == 0)
        {
            return null;
        }

        return new JsonPathParser(path[0] switch
        {
            '$' => path,
            '@' => "$" + path[1..],
            '[' => "$" + path,
            _ => "$." + path,
        }).Parse();
    }

    /// <summary>Follows the path.</summary>
    /// <param name="root">Where it begins.</param>
    /// <param name="budget">Pays for every value that is looked at.</param>
    public JsonPathResult Find(JsonElement root, WorkBudget budget) => FindFrom(root, root, budget);

    /// <summary>Follows the path from a value inside a document.</summary>
    public JsonPathResult FindFrom(JsonElement start, JsonElement root, WorkBudget budget)
    {
        var result = IsDefinite ? One(start, budget) : new(null, Many(start, root, budget));
        return _function == JsonPathFunction.None ? result : new(Compute(result, budget), null);
    }

    private JsonPathResult One(JsonElement start, WorkBudget budget)
    {
        var current = start;
        foreach (var step in _steps)
        {
            if (step.Next(current, budget) is not { } next)
            {
                return default;
            }

            current = next;
        }

        return new(current, null);
    }

    private List<JsonElement> Many(JsonElement start, JsonElement root, WorkBudget budget)
    {
        var current = new List<JsonElement> { start };
        foreach (var step in _steps)
        {
            var next = new List<JsonElement>();
            foreach (var element in current)
            {
                step.Select(element, root, next, budget);
            }

            current = next;
        }

        return current;
    }

    private JsonElement? Compute(JsonPathResult result, WorkBudget budget)
    {
        if (result is { Single: null, Many: null })
        {
            return null;
        }

        if (_function == JsonPathFunction.Length)
        {
            return Length(result) is { } length ? JsonElement.Parse(length.ToString(CultureInfo.InvariantCulture)) : null;
        }

        budget.Charge(1 + (Length(result) ?? 0));
        return _function == JsonPathFunction.Keys ? Keys(result.Single) : Numbers(result);
    }

    private static int? Length(JsonPathResult result) => result.Single switch
    {
        null => result.Many!.Count,
        { ValueKind: JsonValueKind.Array } array => array.GetArrayLength(),
        { ValueKind: JsonValueKind.Object } members => members.GetPropertyCount(),
        { ValueKind: JsonValueKind.String } text => Templates.Values.JsonTexts.ReadString(text).Length,
        _ => null,
    };

    private static JsonElement? Keys(JsonElement? members)
    {
        if (members is not { ValueKind: JsonValueKind.Object } source)
        {
            return null;
        }

        return JsonPathStep.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var member in source.EnumerateObject())
            {
                writer.WriteStringValue(member.Name);
            }

            writer.WriteEndArray();
        });
    }

    private JsonElement? Numbers(JsonPathResult result)
    {
        IEnumerable<JsonElement> source = result.Many is { } many ? many
            : result.Single is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray()
            : [];
        var count = 0;
        var sum = 0.0;
        var smallest = double.MaxValue;
        var largest = double.MinValue;
        foreach (var element in source)
        {
            if (element.ValueKind == JsonValueKind.Number)
            {
                var number = element.GetDouble();
                count++;
                sum += number;
                smallest = Math.Min(smallest, number);
                largest = Math.Max(largest, number);
            }
        }

        var value = _function switch
        {
            JsonPathFunction.Sum => sum,
            JsonPathFunction.Min => smallest,
            JsonPathFunction.Max => largest,
            _ => sum / count,
        };
        return count == 0 || !double.IsFinite(value)
            ? null
            : JsonElement.Parse(Templates.Values.JavaNumbers.Text(value));
    }
}

/// <summary>What a path computes of the values it leads to.</summary>
internal enum JsonPathFunction
{
    None,
    Length,
    Keys,
    Sum,
    Min,
    Max,
    Average,
}
