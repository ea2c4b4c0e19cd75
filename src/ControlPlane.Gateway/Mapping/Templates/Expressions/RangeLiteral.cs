using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary><c>[1..5]</c>, or downwards <c>[5..1]</c>; undefined unless both ends are integers.</summary>
internal sealed class RangeLiteral(Expression from, Expression to) : Expression
{
    /// <summary>The ends, without building the list; null when one is no integer.</summary>
    public (int First, int Last)? Ends(Rendering rendering) =>
        from.Evaluate(rendering) is int first && to.Evaluate(rendering) is int last ? (first, last) : null;

    public override object? Evaluate(Rendering rendering)
    {
        if (Ends(rendering) is not var (first, last))
        {
            return null;
        }

        var count = Math.Abs((long)last - first) + 1;
        rendering.Budget.Charge(count);
        var list = new List<object?>((int)count);
        var step = last < first ? -1 : 1;
        for (var i = 0; i < count; i++)
        {
            list.Add(Boxed.Of(first + (i * step)));
        }

        return new VtlList(list);
    }
}
