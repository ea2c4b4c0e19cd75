using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary><c>!</c> and <c>not</c>.</summary>
internal sealed class Negation(Expression operand) : Expression
{
    public override object? Evaluate(Rendering rendering) => Boxed.Of(!operand.IsTrue(rendering));
}
