namespace ControlPlane.Domain.Documentation;

/// <summary>All documentation parts of an API as they were at a moment (AWS: DocumentationVersion).</summary>
public sealed record DocumentationVersion
{
    /// <summary>The caller's own name of the version, unique in its API.</summary>
    public required string Version { get; init; }

    /// <summary>When it was taken, to the second.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>Free text, or null.</summary>
    public string? Description { get; init; }
}
