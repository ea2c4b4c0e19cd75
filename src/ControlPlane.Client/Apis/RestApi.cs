using System.Collections.ObjectModel;

namespace ControlPlane.Client.Apis;

/// <summary>An API.</summary>
public sealed record RestApi
{
    /// <summary>Its id.</summary>
    public string Id { get => field ?? ""; init; } = "";

    /// <summary>Its name; several may share one.</summary>
    public string Name { get => field ?? ""; init; } = "";

    /// <summary>A text for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>A version for people, or null.</summary>
    public string? Version { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedDate { get; init; }

    /// <summary>The id of the resource <c>/</c>.</summary>
    public string? RootResourceId { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What an import left out.</summary>
    public IReadOnlyList<string> Warnings { get => field ?? []; init; } = [];
}

/// <summary>An API to be created.</summary>
/// <param name="Name">Its name.</param>
public sealed record NewRestApi(string Name)
{
    /// <summary>A text for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The id of an API to copy, or null.</summary>
    public string? CloneFrom { get; init; }
}

/// <summary>Tags on the wire.</summary>
internal sealed record TagSet
{
    /// <summary>Values by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; } = ReadOnlyDictionary<string, string>.Empty;
}
