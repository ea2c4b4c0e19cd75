using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary>A variable with the steps to a part of it: <c>$x</c>, <c>$x.y[0].size()</c>.</summary>
/// <param name="slot">The variable.</param>
/// <param name="builtIn">What it stands for while the template has assigned nothing to it.</param>
/// <param name="steps">The steps.</param>
internal sealed class Reference(int slot, BuiltIn builtIn, ReferenceStep[] steps) : Expression
{
    public int Slot { get; } = slot;

    public BuiltIn BuiltIn { get; } = builtIn;

    public ReferenceStep[] Steps { get; } = steps;

    public override object? Evaluate(Rendering rendering)
    {
        rendering.Budget.Charge(1);
        return Walk(rendering, Steps.Length);
    }

    /// <summary>Assigns a value to what the reference names.</summary>
    public void Assign(object? value, Rendering rendering)
    {
        if (Steps.Length == 0)
        {
            rendering.Slots[Slot] = value;
        }
        else if (Walk(rendering, Steps.Length - 1) is { } target)
        {
            Steps[^1].Assign(target, value, rendering);
        }
    }

    private object? Walk(Rendering rendering, int count)
    {
        var value = rendering.Slots[Slot] ?? Default(rendering);
        for (var i = 0; i < count && value is not null; i++)
        {
            value = Steps[i].Apply(value, rendering);
        }

        return value;
    }

    private object? Default(Rendering rendering) => BuiltIn switch
    {
        BuiltIn.Input => InputVariable.Instance,
        BuiltIn.Context => ContextVariable.Instance,
        BuiltIn.StageVariables => rendering.StageVariables,
        BuiltIn.Util => UtilVariable.Instance,
        _ => null,
    };
}
