using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary><c>#define</c>: content in a variable.</summary>
internal sealed class DefineDirective(int slot, Block content) : ContentNode
{
    private readonly DefinedBlock _block = new(content);

    public override Flow Render(Rendering rendering)
    {
        rendering.Slots[slot] = _block;
        return Flow.Next;
    }
}
