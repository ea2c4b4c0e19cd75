using ControlPlane.Gateway.Mapping.Templates.Directives;

namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>What <c>#define</c> leaves in a variable: content that is rendered wherever it is printed.</summary>
internal sealed class DefinedBlock(Block content)
{
    public void Print(Rendering rendering)
    {
        rendering.EnterCall();
        content.Render(rendering);
        rendering.LeaveCall();
    }
}
