using ControlPlane.Gateway.Mapping.Templates.Methods;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary>One step of a reference, from a value to a part of it.</summary>
internal abstract class ReferenceStep
{
    /// <summary>The part; null when there is none.</summary>
    public abstract object? Apply(object target, Rendering rendering);

    /// <summary>Assigns the part; what has no such part stays as it is.</summary>
    public virtual void Assign(object target, object? value, Rendering rendering)
    {
    }
}

/// <summary><c>.name</c>.</summary>
internal sealed class PropertyStep(string name) : ReferenceStep
{
    public string Name { get; } = name;

    public override object? Apply(object target, Rendering rendering) => target switch
    {
        VtlMap map => map.Get(Name),
        LoopState loop => loop.Find(Name),
        MapEntry entry => Name switch { "key" => entry.Key, "value" => entry.Value, _ => null },
        string text => Name == "empty" ? Boxed.Of(text.Length == 0) : null,
        VtlList list => Name == "empty" ? Boxed.Of(list.Count == 0) : null,
        InputVariable => Name == "body" ? InputMethods.Body(rendering) : null,
        ContextVariable => ContextVariable.Find(rendering, Name),
        _ => null,
    };

    public override void Assign(object target, object? value, Rendering rendering)
    {
        if (target is VtlMap map)
        {
            map.Put(Name, value);
        }
    }
}

/// <summary><c>[expression]</c>.</summary>
internal sealed class IndexStep(Expression index) : ReferenceStep
{
    public override object? Apply(object target, Rendering rendering)
    {
        var key = index.Evaluate(rendering);
        return (target, key) switch
        {
            (VtlMap map, _) => map.Get(key),
            (VtlList list, int position) => Position(list, position) is { } at ? list.Items[at] : null,
            (ContextVariable, string name) => ContextVariable.Find(rendering, name),
            _ => null,
        };
    }

    public override void Assign(object target, object? value, Rendering rendering)
    {
        var key = index.Evaluate(rendering);
        if (target is VtlMap map)
        {
            map.Put(key, value);
        }
        else if (target is VtlList list && key is int position)
        {
            var at = Position(list, position) ?? throw TemplateFailure.Because($"the list has no index {position}");
            list.Items[at] = value;
        }
    }

    /// <summary>A valid position, negative ones counted from the end, or null.</summary>
    private static int? Position(VtlList list, int position)
    {
        var at = position < 0 ? list.Count + position : position;
        return at >= 0 && at < list.Count ? at : null;
    }
}

/// <summary><c>.name(arguments)</c>.</summary>
internal sealed class MethodStep(string name, Expression[] arguments) : ReferenceStep
{
    public string Name { get; } = name;

    /// <summary>The single argument when it is a literal text, or null.</summary>
    public string? OnlyText => arguments is [Constant { Value: string text }] ? text : null;

    /// <summary>The path of <c>$input.json</c> and <c>$input.path</c>, parsed last.</summary>
    public PathCache Path { get; } = new();

    /// <summary>The regular expression of a text method, compiled last.</summary>
    public PatternCache Pattern { get; } = new();

    public override object? Apply(object target, Rendering rendering)
    {
        rendering.Budget.Charge(1);
        var values = arguments.Length == 0 ? [] : new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(rendering);
        }

        return target switch
        {
            string text => StringMethods.Call(text, Name, values, this, rendering),
            VtlMap map => MapMethods.Call(map, Name, values, rendering),
            VtlList list => ListMethods.Call(list, Name, values, rendering),
            InputVariable => InputMethods.Call(Name, values, this, rendering),
            UtilVariable => UtilMethods.Call(Name, values, rendering),
            ContextVariable when values is [string key] && Name == "get" => ContextVariable.Find(rendering, key),
            ContextVariable => MapMethods.Call(ContextVariable.ToMap(rendering), Name, values, rendering),
            LoopState loop => values.Length == 0 ? loop.Find(Name) : null,
            VtlIterator iterator => ListMethods.Call(iterator, Name, values),
            MapEntry entry => MapMethods.Call(entry, Name, values, rendering),
            _ => ScalarMethods.Call(target, Name, values, rendering),
        };
    }
}
