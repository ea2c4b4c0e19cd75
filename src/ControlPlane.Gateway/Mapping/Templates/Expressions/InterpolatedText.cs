using ControlPlane.Gateway.Mapping.Templates.Directives;

namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary>A text in double quotes with references or directives in it.</summary>
internal sealed class InterpolatedText(Block content) : Expression
{
    public override object? Evaluate(Rendering rendering)
    {
        var outer = rendering.Output.BeginCapture();
        content.Render(rendering);
        var text = rendering.Output.EndCapture(outer);
        rendering.Budget.ChargeText(text.Length);
        return text;
    }
}
