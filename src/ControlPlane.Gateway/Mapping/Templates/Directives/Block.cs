namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary>Content between two directives, or a whole template.</summary>
internal sealed class Block(ContentNode[] nodes)
{
    /// <summary>The text when the content is nothing but that, or null.</summary>
    public string? OnlyText => nodes is [TextNode node] ? node.Text : null;

    public Flow Render(Rendering rendering)
    {
        Rendering.CheckStack();
        rendering.Budget.Charge(1 + nodes.Length);
        foreach (var node in nodes)
        {
            if (node.Render(rendering) is var flow and not Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }
}
