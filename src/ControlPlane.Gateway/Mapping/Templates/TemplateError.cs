namespace ControlPlane.Gateway.Mapping.Templates;

/// <summary>Why a template cannot be used.</summary>
/// <param name="Reason">What is wrong, as a sentence without its full stop.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
internal sealed record TemplateError(string Reason, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"line {Line}, column {Column}: {Reason}";
}
