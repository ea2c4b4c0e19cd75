namespace ControlPlane.Domain.Documentation;

/// <summary>What is said about one place of an API (AWS: DocumentationPart).</summary>
public sealed record DocumentationPart
{
    /// <summary>Six characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The place; no two parts of an API share one.</summary>
    public required DocumentationPartLocation Location { get; init; }

    /// <summary>A JSON object as text.</summary>
    public required string Properties { get; init; }
}
