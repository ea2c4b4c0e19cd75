namespace ControlPlane.Gateway.Mapping;

/// <summary>What a piece of a template stands for.</summary>
internal enum TemplatePartKind
{
    Literal,
    Body,
    Json,
    Parameter,
    StageVariable,
    Context,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Text">The literal text or the name.</param>
/// <param name="Path">The path of <see cref="TemplatePartKind.Json"/>.</param>
internal sealed record TemplatePart(TemplatePartKind Kind, string Text, JsonPath? Path = null);
