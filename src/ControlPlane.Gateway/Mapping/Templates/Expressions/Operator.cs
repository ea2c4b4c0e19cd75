namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary>An operator between two values.</summary>
internal enum Operator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
