using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ControlPlane.Gateway.Mapping.JsonPaths;

/// <summary>One step of a path.</summary>
internal abstract class JsonPathStep
{
    /// <summary>How many members or items can be passed over for a unit of work.</summary>
    protected const int ChildrenPerUnit = 8;

    /// <summary>Whether the step leads from one value to one at most.</summary>
    public virtual bool IsDefinite => false;

    /// <summary>Where a definite step leads, or null.</summary>
    public virtual JsonElement? Next(JsonElement element, WorkBudget budget) => throw new InvalidOperationException("The step may lead to several values.");

    /// <summary>Adds what the step leads to.</summary>
    public virtual void Select(JsonElement element, JsonElement root, List<JsonElement> selected, WorkBudget budget)
    {
        if (Next(element, budget) is { } next)
        {
            selected.Add(next);
        }
    }

    /// <summary>A value that is in no document.</summary>
    public static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>An array that is in no document.</summary>
    public static JsonElement WriteArray(List<JsonElement> items) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    });
}

/// <summary><c>.name</c>.</summary>
internal sealed class MemberStep(string name) : JsonPathStep
{
    public override bool IsDefinite => true;

    public override JsonElement? Next(JsonElement element, WorkBudget budget)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        budget.Charge(1 + (element.GetPropertyCount() / ChildrenPerUnit));
        return element.TryGetProperty(name, out var value) ? value : null;
    }
}

/// <summary><c>['a','b']</c>: an object of those members that are there.</summary>
internal sealed class MembersStep(string[] names) : JsonPathStep
{
    public override bool IsDefinite => true;

    public override JsonElement? Next(JsonElement element, WorkBudget budget)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        budget.ChargeText(JsonMarshal.GetRawUtf8Value(element).Length);
        return Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var name in names)
            {
                if (element.TryGetProperty(name, out var value))
                {
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        });
    }
}

/// <summary><c>[0]</c>, negative ones from the end.</summary>
internal sealed class ItemStep(int index) : JsonPathStep
{
    public override bool IsDefinite => true;

    public override JsonElement? Next(JsonElement element, WorkBudget budget)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        budget.Charge(1 + (element.GetArrayLength() / ChildrenPerUnit));
        var at = index < 0 ? element.GetArrayLength() + index : index;
        return at >= 0 && at < element.GetArrayLength() ? element[at] : null;
    }
}

/// <summary><c>[0,2]</c>.</summary>
internal sealed class ItemsStep(ItemStep[] items) : JsonPathStep
{
    public override void Select(JsonElement element, JsonElement root, List<JsonElement> selected, WorkBudget budget)
    {
        foreach (var item in items)
        {
            item.Select(element, root, selected, budget);
        }
    }
}

/// <summary><c>[1:3]</c>, either end optional and negative ones from the end.</summary>
internal sealed class SliceStep(int? from, int? to) : JsonPathStep
{
    public override void Select(JsonElement element, JsonElement root, List<JsonElement> selected, WorkBudget budget)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        var length = element.GetArrayLength();
        var end = Position(to ?? length, length);
        var at = 0;
        var start = Position(from ?? 0, length);
        foreach (var item in element.EnumerateArray())
        {
            budget.Charge(1);
            if (at >= end)
            {
                break;
            }

            if (at++ >= start)
            {
                selected.Add(item);
            }
        }
    }

    private static long Position(int position, int length) => position < 0 ? Math.Max(0L, (long)length + position) : position;
}

/// <summary><c>*</c>: all members or items.</summary>
internal sealed class AllStep : JsonPathStep
{
    public override void Select(JsonElement element, JsonElement root, List<JsonElement> selected, WorkBudget budget)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                budget.Charge(1);
                selected.Add(item);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                budget.Charge(1);
                selected.Add(member.Value);
            }
        }
    }
}

/// <summary><c>..</c>: the next step from a value and from everything inside it.</summary>
internal sealed class DeepStep(JsonPathStep next) : JsonPathStep
{
    public override void Select(JsonElement element, JsonElement root, List<JsonElement> selected, WorkBudget budget)
    {
        // A document nests 64 levels at most. A filter is asked about each value once, not again as an item of its array.
        if (next is not FilterStep filter)
        {
            next.Select(element, root, selected, budget);
        }
        else if (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array && filter.Holds(element, root, budget))
        {
            selected.Add(element);
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                budget.Charge(1);
                Select(item, root, selected, budget);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                budget.Charge(1);
                Select(member.Value, root, selected, budget);
            }
        }
    }
}

/// <summary><c>[?(condition)]</c>: the items a condition holds for, or the object itself when it does for it.</summary>
internal sealed class FilterStep(JsonPathCondition condition) : JsonPathStep
{
    /// <summary>Whether the condition holds for a value.</summary>
    public bool Holds(JsonElement item, JsonElement root, WorkBudget budget)
    {
        budget.Charge(1);
        return condition.Holds(item, root, budget);
    }

    public override void Select(JsonElement element, JsonElement root, List<JsonElement> selected, WorkBudget budget)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (Holds(item, root, budget))
                {
                    selected.Add(item);
                }
            }
        }
        else if (element.ValueKind == JsonValueKind.Object && Holds(element, root, budget))
        {
            selected.Add(element);
        }
    }
}
