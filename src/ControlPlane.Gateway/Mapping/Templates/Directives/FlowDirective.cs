namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary><c>#break</c> and <c>#stop</c>.</summary>
internal sealed class FlowDirective(Flow flow) : ContentNode
{
    public override Flow Render(Rendering rendering) => flow;
}
