using System.Text;

namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary>Literal text.</summary>
internal sealed class TextNode(string text) : ContentNode
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

    public string Text => text;

    public override Flow Render(Rendering rendering)
    {
        rendering.Output.Write(text, _utf8);
        return Flow.Next;
    }
}
