using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Apis;

/// <summary>An API: the editable draft that deployments are taken from (AWS: RestApi).</summary>
public sealed record RestApi
{
    /// <summary>Ten characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The display name; not unique.</summary>
    public required string Name { get; init; }

    /// <summary>Free text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>When it was created, to the second.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>The caller's own version identifier, or null.</summary>
    public string? Version { get; init; }

    /// <summary>Media types whose bodies are bytes, not text; may hold <c>*/*</c>.</summary>
    public IReadOnlyList<string> BinaryMediaTypes { get; init => field = value ?? []; } = [];

    /// <summary>Responses of at least this many bytes are compressed, 0 to 10485760; null for never.</summary>
    public int? MinimumCompressionSize { get; init; }

    /// <summary>Where a request's API key comes from.</summary>
    public ApiKeySource ApiKeySource { get; init; }

    /// <summary>How the API is reached.</summary>
    public EndpointConfiguration EndpointConfiguration { get; init => field = value ?? EndpointConfiguration.Default; } = EndpointConfiguration.Default;

    /// <summary>The resource policy as JSON text, or null.</summary>
    public string? Policy { get; init; }

    /// <summary>The API's tags, at most 50.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>True when only custom domains may reach the API.</summary>
    public bool DisableExecuteApiEndpoint { get; init; }

    /// <summary>The id of the resource <c>/</c>.</summary>
    public required string RootResourceId { get; init; }

    /// <summary>Which of its deployments are kept, or null for all.</summary>
    public DeploymentRetention? DeploymentRetention { get; init; }

    /// <summary>The TLS policy's name, or null.</summary>
    public string? SecurityPolicy { get; init; }

    /// <summary><c>BASIC</c>, <c>STRICT</c> or null.</summary>
    public string? EndpointAccessMode { get; init; }
}
