using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary>Operands joined by <c>&amp;&amp;</c>, or by <c>||</c>; those that cannot matter any more are not evaluated.</summary>
internal sealed class LogicChain(bool isAnd, Expression[] operands) : Expression
{
    public override object? Evaluate(Rendering rendering)
    {
        rendering.Budget.Charge(operands.Length);
        foreach (var operand in operands)
        {
            if (operand.IsTrue(rendering) != isAnd)
            {
                return Boxed.Of(!isAnd);
            }
        }

        return Boxed.Of(isAnd);
    }
}
