using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary><c>items</c>, <c>additionalItems</c>, <c>minItems</c>, <c>maxItems</c> and <c>uniqueItems</c>.</summary>
internal sealed class ArrayKeyword : Keyword
{
    /// <summary>What every element fits, or null.</summary>
    public Schema? Items { get; init; }

    /// <summary>What the first elements fit, one each, or null.</summary>
    public Schema[]? Tuple { get; init; }

    /// <summary>What the elements behind those fit, or null.</summary>
    public Schema? Additional { get; init; }

    /// <summary>Whether there may be elements behind those.</summary>
    public bool AllowsAdditional { get; init; } = true;

    public int MinItems { get; init; }

    public int MaxItems { get; init; } = int.MaxValue;

    public bool IsUnique { get; init; }

    public override bool Accepts(JsonElement value, SchemaCheck check)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var count = value.GetArrayLength();
        var fits = true;
        if (count < MinItems)
        {
            fits = check.Fail($"array is too short: must have at least {MinItems} elements but instance has {count} elements");
        }
        else if (count > MaxItems)
        {
            fits = check.Fail($"array is too long: must have at most {MaxItems} elements but instance has {count} elements");
        }

        if (Tuple is not null && !AllowsAdditional && count > Tuple.Length)
        {
            fits = check.Fail($"array is too long: must have at most {Tuple.Length} elements but instance has {count} elements");
        }

        if (IsUnique && HasDuplicates(value, count, check))
        {
            fits = check.Fail($"array must not contain duplicate elements");
        }

        return fits & AcceptsElements(value, check);
    }

    private bool AcceptsElements(JsonElement value, SchemaCheck check)
    {
        if (Items is null && Tuple is null)
        {
            return true;
        }

        var (fits, index) = (true, 0);
        foreach (var element in value.EnumerateArray())
        {
            var schema = Tuple is null ? Items : index < Tuple.Length ? Tuple[index] : Additional;
            index++;
            if (schema?.Accepts(element, check) == false)
            {
                fits = false;
                if (check.IsSettled)
                {
                    break;
                }
            }
        }

        return fits;
    }

    private static bool HasDuplicates(JsonElement value, int count, SchemaCheck check)
    {
        if (count < 2)
        {
            return false;
        }

        // Elements with the same hash are chained by their place.
        var last = new Dictionary<int, int>(count);
        var elements = new List<(JsonElement Element, int Before)>(count);
        foreach (var element in value.EnumerateArray())
        {
            check.Charge(JsonValues.CostOf(element));
            var hash = JsonValues.HashOf(element);
            var before = last.GetValueOrDefault(hash, -1);
            for (var i = before; i >= 0; i = elements[i].Before)
            {
                check.Charge(JsonValues.CostOf(element));
                if (JsonElement.DeepEquals(elements[i].Element, element))
                {
                    return true;
                }
            }

            last[hash] = elements.Count;
            elements.Add((element, before));
        }

        return false;
    }
}
