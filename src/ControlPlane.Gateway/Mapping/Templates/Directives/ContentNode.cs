namespace ControlPlane.Gateway.Mapping.Templates.Directives;

/// <summary>A piece of a template's content.</summary>
internal abstract class ContentNode
{
    /// <summary>Writes it, or does what it says.</summary>
    /// <returns>Where to go on.</returns>
    public abstract Flow Render(Rendering rendering);
}

/// <summary>Where a rendering goes on.</summary>
internal enum Flow
{
    /// <summary>With what follows.</summary>
    Next,

    /// <summary>After the innermost loop.</summary>
    Break,

    /// <summary>Nowhere: the template ends.</summary>
    Stop,
}
