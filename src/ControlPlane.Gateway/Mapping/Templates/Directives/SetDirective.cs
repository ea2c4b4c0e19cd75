using ControlPlane.Gateway.Mapping.Templates.Expressions;

namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary><c>#set</c>. As in Velocity 1.x an undefined value leaves the target as it was; a literal null clears it.</summary>
internal sealed class SetDirective(Reference target, Expression value) : ContentNode
{
    public override Flow Render(Rendering rendering)
    {
        var assigned = value.Evaluate(rendering);
        if (assigned is not null || value is Constant)
        {
            target.Assign(assigned, rendering);
        }

        return Flow.Next;
    }
}
