namespace ControlPlane.Domain.Documentation;

/// <summary>A place of an API that can be documented (AWS: DocumentationPartLocation).</summary>
public sealed record DocumentationPartLocation
{
    /// <summary>What is documented.</summary>
    public required DocumentationPartType Type { get; init; }

    /// <summary>The resource's path, or null where the type has none.</summary>
    public string? Path { get; init; }

    /// <summary>The verb or <c>*</c>, or null where the type has none.</summary>
    public string? Method { get; init; }

    /// <summary>The status or <c>*</c>, or null where the type has none.</summary>
    public string? StatusCode { get; init; }

    /// <summary>The name of the parameter, header, model or authorizer, or null where the type has none.</summary>
    public string? Name { get; init; }
}
