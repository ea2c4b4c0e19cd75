using ControlPlane.Gateway.Mapping.Templates.Expressions;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary>A reference in the content: its value is printed.</summary>
internal sealed class PrintNode(Reference reference) : ContentNode
{
    public override Flow Render(Rendering rendering)
    {
        ValueText.Print(reference.Evaluate(rendering), rendering);
        return Flow.Next;
    }
}
