using System.Collections.ObjectModel;

namespace ControlPlane.Client.Apis;

/// <summary>A resource of an API as it is being edited.</summary>
public sealed record Resource
{
    /// <summary>Its id.</summary>
    public string Id { get => field ?? ""; init; } = "";

    /// <summary>The id of the resource above it; null on <c>/</c>.</summary>
    public string? ParentId { get; init; }

    /// <summary>Its whole path.</summary>
    public string Path { get => field ?? ""; init; } = "";

    /// <summary>Its methods by verb.</summary>
    public IReadOnlyDictionary<string, Method> ResourceMethods { get => field ?? ReadOnlyDictionary<string, Method>.Empty; init; } = ReadOnlyDictionary<string, Method>.Empty;
}

/// <summary>A method of a resource.</summary>
public sealed record Method
{
    /// <summary>The verb, or ANY.</summary>
    public string HttpMethod { get => field ?? ""; init; } = "";

    /// <summary>Who may call it.</summary>
    public string? AuthorizationType { get; init; }

    /// <summary>Whether callers need an API key.</summary>
    public bool ApiKeyRequired { get; init; }

    /// <summary>Its backend, or null when it has none yet.</summary>
    public Integration? MethodIntegration { get; init; }
}

/// <summary>A method's backend.</summary>
public sealed record Integration
{
    /// <summary>What kind of backend it is: AWS_PROXY, HTTP, MOCK and so on.</summary>
    public string? Type { get; init; }

    /// <summary>The verb the backend is called with, or null.</summary>
    public string? HttpMethod { get; init; }

    /// <summary>Its address, with stage variables as they are written, or null.</summary>
    public string? Uri { get; init; }

    /// <summary>Milliseconds it may take, or null for the default.</summary>
    public int? TimeoutInMillis { get; init; }
}
