using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.JsonPaths;

/// <summary>A condition of a filter.</summary>
internal abstract class JsonPathCondition
{
    public abstract bool Holds(JsonElement item, JsonElement root, WorkBudget budget);
}

/// <summary>Conditions joined by <c>&amp;&amp;</c>, or by <c>||</c>.</summary>
internal sealed class JoinedConditions(bool isAnd, JsonPathCondition[] conditions) : JsonPathCondition
{
    public override bool Holds(JsonElement item, JsonElement root, WorkBudget budget)
    {
        foreach (var condition in conditions)
        {
            if (condition.Holds(item, root, budget) != isAnd)
            {
                return !isAnd;
            }
        }

        return isAnd;
    }
}

/// <summary><c>!condition</c>.</summary>
internal sealed class NotCondition(JsonPathCondition condition) : JsonPathCondition
{
    public override bool Holds(JsonElement item, JsonElement root, WorkBudget budget) => !condition.Holds(item, root, budget);
}

/// <summary><c>@.path</c> alone: whether it leads anywhere.</summary>
internal sealed class ExistsCondition(JsonPathOperand operand) : JsonPathCondition
{
    public override bool Holds(JsonElement item, JsonElement root, WorkBudget budget) => operand.Resolve(item, root, budget) is not null;
}

/// <summary><c>@.path =~ /pattern/</c>.</summary>
internal sealed class PatternCondition(JsonPathOperand operand, Regex pattern) : JsonPathCondition
{
    public override bool Holds(JsonElement item, JsonElement root, WorkBudget budget)
    {
        if (operand.Resolve(item, root, budget) is not { ValueKind: JsonValueKind.String } text)
        {
            return false;
        }

        var value = JsonTexts.ReadString(text);
        budget.ChargeText(value.Length);
        var began = Stopwatch.GetTimestamp();
        try
        {
            return pattern.IsMatch(value);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw Templates.TemplateFailure.Because($"the regular expression '{exception.Pattern}' takes too long", exception);
        }
        finally
        {
            budget.ChargeMatch(began);
        }
    }
}

/// <summary>Two operands compared.</summary>
internal sealed class ComparisonCondition(JsonPathOperand left, JsonPathComparison comparison, JsonPathOperand right) : JsonPathCondition
{
    public override bool Holds(JsonElement item, JsonElement root, WorkBudget budget)
    {
        budget.Charge(1);
        var one = left.Resolve(item, root, budget);
        var other = right.Resolve(item, root, budget);
        if (one is not { } a || other is not { } b)
        {
            return comparison == JsonPathComparison.NotEqual && (one is null) != (other is null);
        }

        return comparison switch
        {
            JsonPathComparison.Equal => Same(a, b, budget),
            JsonPathComparison.NotEqual => !Same(a, b, budget),
            JsonPathComparison.Less => Compare(a, b) < 0,
            JsonPathComparison.LessOrEqual => Compare(a, b) <= 0,
            JsonPathComparison.Greater => Compare(a, b) > 0,
            JsonPathComparison.GreaterOrEqual => Compare(a, b) >= 0,
            JsonPathComparison.In => Contains(b, a, budget),
            JsonPathComparison.NotIn => !Contains(b, a, budget),
            JsonPathComparison.Contains => Contains(a, b, budget),
            JsonPathComparison.Size => Size(a) is { } size && b.ValueKind == JsonValueKind.Number && b.TryGetInt32(out var count) && size == count,
            JsonPathComparison.Empty => Size(a) is { } length && length == 0 == (b.ValueKind == JsonValueKind.True),
            _ => false,
        };
    }

    private static bool Same(JsonElement left, JsonElement right, WorkBudget budget)
    {
        if (left.ValueKind != right.ValueKind)
        {
            return false;
        }

        if (left.ValueKind == JsonValueKind.Number)
        {
            return Compare(left, right) == 0;
        }

        budget.ChargeText(JsonMarshal.GetRawUtf8Value(left).Length);
        return left.ValueKind == JsonValueKind.String
            ? JsonTexts.ReadString(left) == JsonTexts.ReadString(right)
            : JsonElement.DeepEquals(left, right);
    }

    /// <summary>Compares numbers or texts; null for anything else, which no order holds for.</summary>
    private static int? Compare(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => left.TryGetDecimal(out var one) && right.TryGetDecimal(out var other)
            ? one.CompareTo(other)
            : left.GetDouble().CompareTo(right.GetDouble()),
        (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(JsonTexts.ReadString(left), JsonTexts.ReadString(right)),
        _ => null,
    };

    private static bool Contains(JsonElement container, JsonElement value, WorkBudget budget)
    {
        if (container.ValueKind == JsonValueKind.String && value.ValueKind == JsonValueKind.String)
        {
            budget.ChargeText(JsonMarshal.GetRawUtf8Value(container).Length);
            return JsonTexts.ReadString(container).Contains(JsonTexts.ReadString(value), StringComparison.Ordinal);
        }

        if (container.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var item in container.EnumerateArray())
        {
            budget.Charge(1);
            if (Same(item, value, budget))
            {
                return true;
            }
        }

        return false;
    }

    private static int? Size(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength(),
        JsonValueKind.Object => value.GetPropertyCount(),
        JsonValueKind.String => JsonTexts.ReadString(value).Length,
        _ => null,
    };
}

/// <summary>One side of a comparison: a path from the item or from the root, or a literal.</summary>
/// <param name="Path">The path, or null.</param>
/// <param name="FromRoot">Whether the path begins at the root.</param>
/// <param name="Literal">The literal, or null.</param>
internal sealed record JsonPathOperand(JsonPath? Path, bool FromRoot, JsonElement? Literal)
{
    public JsonElement? Resolve(JsonElement item, JsonElement root, WorkBudget budget)
    {
        if (Path is null)
        {
            return Literal;
        }

        var result = Path.FindFrom(FromRoot ? root : item, root, budget);
        if (result.Many is not { Count: > 0 } many)
        {
            return result.Single;
        }

        foreach (var element in many)
        {
            budget.ChargeText(JsonMarshal.GetRawUtf8Value(element).Length);
        }

        return JsonPathStep.WriteArray(many);
    }
}

/// <summary>How two operands are compared.</summary>
internal enum JsonPathComparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Contains,
    Size,
    Empty,
}
