namespace ControlPlane.Gateway.Mapping.Templates;

/// <summary>Ends the parsing of a template that cannot be used.</summary>
internal sealed class TemplateSyntaxException(TemplateError error) : Exception(error.ToString())
{
    public TemplateError Error { get; } = error;
}
