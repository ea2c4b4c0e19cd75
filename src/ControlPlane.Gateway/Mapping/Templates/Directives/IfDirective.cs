using ControlPlane.Gateway.Mapping.Templates.Expressions;

namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary><c>#if</c> with its <c>#elseif</c> and <c>#else</c>.</summary>
internal sealed class IfDirective((Expression Condition, Block Content)[] branches, Block? otherwise) : ContentNode
{
    public override Flow Render(Rendering rendering)
    {
        foreach (var (condition, content) in branches)
        {
            if (condition.IsTrue(rendering))
            {
                return content.Render(rendering);
            }
        }

        return otherwise?.Render(rendering) ?? Flow.Next;
    }
}
