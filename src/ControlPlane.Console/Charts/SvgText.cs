using Microsoft.AspNetCore.Components;

namespace ControlPlane.WebConsole.Charts;

/// <summary>Text of a drawing. Razor takes <c>text</c> for a tag of its own, which shows nothing of itself.</summary>
internal static class SvgText
{
    /// <summary>A text.</summary>
    public static RenderFragment Of(string cssClass, double x, double y, string text) => builder =>
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", cssClass);
        builder.AddAttribute(2, "x", Units.Svg(x));
        builder.AddAttribute(3, "y", Units.Svg(y));
        builder.AddContent(4, text);
        builder.CloseElement();
    };
}
