namespace ControlPlane.Domain.Models;

/// <summary>The shape of a payload (AWS: Model).</summary>
public sealed record Model
{
    /// <summary>Six characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name that methods and other models refer to it by: letters and digits, unique in its API.</summary>
    public required string Name { get; init; }

    /// <summary>Free text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The media type it describes, for example <c>application/json</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>A JSON schema of draft 4 as text, or null.</summary>
    public string? Schema { get; init; }
}
