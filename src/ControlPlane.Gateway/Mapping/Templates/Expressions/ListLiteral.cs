using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary><c>[1, "two", $three]</c>.</summary>
internal sealed class ListLiteral(Expression[] items) : Expression
{
    public override object? Evaluate(Rendering rendering)
    {
        rendering.Budget.Charge(1 + items.Length);
        var list = new List<object?>(items.Length);
        foreach (var item in items)
        {
            list.Add(item.Evaluate(rendering));
        }

        return new VtlList(list);
    }
}
