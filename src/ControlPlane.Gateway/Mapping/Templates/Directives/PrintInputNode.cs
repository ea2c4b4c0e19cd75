using ControlPlane.Gateway.Mapping.Templates.Expressions;
using ControlPlane.Gateway.Mapping.Templates.Methods;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary><c>$input.body</c> or <c>$input.json(path)</c> in the content: copied to the output without a string between.</summary>
/// <param name="reference">The reference, for templates that assign <c>$input</c> something else.</param>
/// <param name="path">The step that calls <c>json</c>; null for the body.</param>
internal sealed class PrintInputNode(Reference reference, MethodStep? path) : ContentNode
{
    public override Flow Render(Rendering rendering)
    {
        if (rendering.Slots[reference.Slot] is not null)
        {
            ValueText.Print(reference.Evaluate(rendering), rendering);
        }
        else if (path is null)
        {
            rendering.Output.WriteUtf8(rendering.Body.IsEmpty ? "{}"u8 : rendering.Body.Span);
        }
        else
        {
            InputMethods.PrintJson(path.OnlyText!, path, rendering);
        }

        return Flow.Next;
    }
}
