using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary><c>{"key": $value}</c>.</summary>
internal sealed class MapLiteral((Expression Key, Expression Value)[] items) : Expression
{
    public override object? Evaluate(Rendering rendering)
    {
        rendering.Budget.Charge(1 + items.Length);
        var map = new VtlMap();
        foreach (var (key, value) in items)
        {
            map.Put(key.Evaluate(rendering), value.Evaluate(rendering));
        }

        return map;
    }
}
