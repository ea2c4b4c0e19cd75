namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary>What <c>#macro</c> defines; complete when the whole template is parsed, since calls may stand before it.</summary>
internal sealed class Macro
{
    /// <summary>The variables of its parameters.</summary>
    public int[] Parameters { get; set; } = [];

    public Block? Content { get; set; }
}
