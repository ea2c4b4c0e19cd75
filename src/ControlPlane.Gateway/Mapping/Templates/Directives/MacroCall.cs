using ControlPlane.Gateway.Mapping.Templates.Expressions;

namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary><c>#name(arguments)</c>. Parameters hold their arguments' values during the call; a missing argument is undefined.</summary>
internal sealed class MacroCall(Macro macro, Expression[] arguments) : ContentNode
{
    public override Flow Render(Rendering rendering)
    {
        if (macro.Content is not { } content)
        {
            return Flow.Next;
        }

        rendering.EnterCall();
        var slots = rendering.Slots;
        var parameters = macro.Parameters;
        var values = new object?[parameters.Length];
        for (var i = 0; i < values.Length && i < arguments.Length; i++)
        {
            values[i] = arguments[i].Evaluate(rendering);
        }

        for (var i = 0; i < values.Length; i++)
        {
            (slots[parameters[i]], values[i]) = (values[i], slots[parameters[i]]);
        }

        var flow = content.Render(rendering);
        for (var i = values.Length - 1; i >= 0; i--)
        {
            slots[parameters[i]] = values[i];
        }

        rendering.LeaveCall();
        return flow == Flow.Break ? Flow.Next : flow;
    }
}
