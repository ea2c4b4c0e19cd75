using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary>Operands joined by operators of one precedence, from left to right; a chain of any length nests no deeper than one operator.</summary>
internal sealed class OperatorChain(Expression first, (Operator Operator, Expression Operand)[] rest) : Expression
{
    public override object? Evaluate(Rendering rendering)
    {
        rendering.Budget.Charge(rest.Length);
        var value = first.Evaluate(rendering);
        foreach (var (@operator, operand) in rest)
        {
            value = Apply(@operator, value, operand.Evaluate(rendering), rendering);
        }

        return value;
    }

    private static object? Apply(Operator @operator, object? left, object? right, Rendering rendering) => @operator switch
    {
        Operator.Equal => Boxed.Of(Equality.Same(left, right, rendering)),
        Operator.NotEqual => Boxed.Of(!Equality.Same(left, right, rendering)),
        Operator.Add => Add(left, right, rendering),
        Operator.Subtract => AreNumbers(left, right) ? Arithmetic.Subtract(left!, right!) : null,
        Operator.Multiply => AreNumbers(left, right) ? Arithmetic.Multiply(left!, right!) : null,
        Operator.Divide => AreNumbers(left, right) ? Arithmetic.Divide(left!, right!) : null,
        Operator.Remainder => AreNumbers(left, right) ? Arithmetic.Remainder(left!, right!) : null,
        Operator.Less => Boxed.Of(AreNumbers(left, right) && Arithmetic.Compare(left!, right!) < 0),
        Operator.LessOrEqual => Boxed.Of(AreNumbers(left, right) && Arithmetic.Compare(left!, right!) <= 0),
        Operator.Greater => Boxed.Of(AreNumbers(left, right) && Arithmetic.Compare(left!, right!) > 0),
        Operator.GreaterOrEqual => Boxed.Of(AreNumbers(left, right) && Arithmetic.Compare(left!, right!) >= 0),
        _ => throw new InvalidOperationException($"Unknown operator {@operator}."),
    };

    /// <summary>Adds numbers, or joins texts when one side is a text; anything else has no sum.</summary>
    private static object? Add(object? left, object? right, Rendering rendering)
    {
        if (AreNumbers(left, right))
        {
            return Arithmetic.Add(left!, right!);
        }

        return left is string || right is string
            ? rendering.Concatenate(ValueText.Of(left, rendering), ValueText.Of(right, rendering))
            : null;
    }

    private static bool AreNumbers(object? left, object? right) => Arithmetic.IsNumber(left) && Arithmetic.IsNumber(right);
}
