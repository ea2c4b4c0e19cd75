namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary>Something a template computes.</summary>
internal abstract class Expression
{
    /// <summary>The value; null is undefined.</summary>
    public abstract object? Evaluate(Rendering rendering);

    /// <summary>Whether the value counts as true: everything but false and undefined does.</summary>
    public bool IsTrue(Rendering rendering) => Evaluate(rendering) is not (null or false);
}
