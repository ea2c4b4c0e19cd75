using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Resources;

/// <summary>A node of an API's path tree with its methods (AWS: Resource).</summary>
public sealed record Resource
{
    /// <summary>Six to ten characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The parent's id; null for the root.</summary>
    public string? ParentId { get; init; }

    /// <summary>The last segment: a literal, <c>{name}</c> or <c>{name+}</c>; null for the root.</summary>
    public string? PathPart { get; init; }

    /// <summary>The whole path, <c>/</c> for the root.</summary>
    public required string Path { get; init; }

    /// <summary>Verb to method.</summary>
    public IReadOnlyDictionary<string, Method> Methods { get; init => field = value ?? Maps.Empty<Method>(); } = Maps.Empty<Method>();
}
