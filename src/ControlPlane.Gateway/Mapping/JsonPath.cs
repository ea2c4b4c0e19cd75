using System.Globalization;
using System.Text.Json;

namespace ControlPlane.Gateway.Mapping;

/// <summary>A JSONPath of plain steps: <c>$.a.b</c>, <c>$['a']</c>, <c>$.list[0]</c>.</summary>
internal sealed class JsonPath
{
    private readonly List<(string? Name, int Index)> _steps;

    private JsonPath(List<(string? Name, int Index)> steps) => _steps = steps;

    /// <summary>Parses a path.</summary>
    /// <returns>Null when it uses what is not supported: wildcards, slices, filters, deep scans.</returns>
    public static JsonPath? TryParse(string text)
    {
        if (!text.StartsWith('$'))
        {
            return null;
        }

        var steps = new List<(string? Name, int Index)>();
        var rest = text.AsSpan(1);
        while (rest.Length > 0)
        {
            var length = rest[0] switch { '.' => Property(rest, steps), '[' => Bracket(rest, steps), _ => 0 };
            if (length == 0)
            {
                return null;
            }

            rest = rest[length..];
        }

        return new(steps);
    }

    /// <summary>Follows the path, or null when something on it is missing.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var current = root;
        foreach (var (name, index) in _steps)
        {
            if (name is not null)
            {
                if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
                {
                    return null;
                }
            }
            else if (current.ValueKind == JsonValueKind.Array && index < current.GetArrayLength())
            {
                current = current[index];
            }
            else
            {
                return null;
            }
        }

        return current;
    }

    private static int Property(ReadOnlySpan<char> rest, List<(string? Name, int Index)> steps)
    {
        var end = rest[1..].IndexOfAny('.', '[');
        var length = end < 0 ? rest.Length : end + 1;
        var name = rest[1..length];
        if (name.IsEmpty || name.IndexOfAny("*?@()") >= 0)
        {
            return 0;
        }

        steps.Add((name.ToString(), 0));
        return length;
    }

    private static int Bracket(ReadOnlySpan<char> rest, List<(string? Name, int Index)> steps)
    {
        var end = rest.IndexOf(']');
        if (end < 2)
        {
            return 0;
        }

        var inner = rest[1..end];
        if (int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            steps.Add((null, index));
        }
        else if (inner.Length > 2 && inner[0] is '\'' or '"' && inner[^1] == inner[0])
        {
            steps.Add((inner[1..^1].ToString(), 0));
        }
        else
        {
            return 0;
        }

        return end + 1;
    }
}
