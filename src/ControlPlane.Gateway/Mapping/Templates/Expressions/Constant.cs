namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary>A literal: text, number, true, false, null.</summary>
internal sealed class Constant(object? value) : Expression
{
    public object? Value { get; } = value;

    public override object? Evaluate(Rendering rendering) => Value;
}
