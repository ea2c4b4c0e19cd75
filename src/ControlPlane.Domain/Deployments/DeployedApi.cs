using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Domain.Resources;

namespace ControlPlane.Domain.Deployments;

/// <summary>The document of a deployment: everything of the API that requests are served by, stage variables unresolved.</summary>
public sealed record DeployedApi
{
    /// <summary>The API it was taken from.</summary>
    public required string RestApiId { get; init; }

    /// <summary>The API's name at that moment.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="RestApi.Description"/>.</summary>
    public string? Description { get; init; }

    /// <summary>See <see cref="RestApi.Version"/>.</summary>
    public string? Version { get; init; }

    /// <summary>See <see cref="RestApi.BinaryMediaTypes"/>.</summary>
    public IReadOnlyList<string> BinaryMediaTypes { get; init => field = value ?? []; } = [];

    /// <summary>See <see cref="RestApi.MinimumCompressionSize"/>.</summary>
    public int? MinimumCompressionSize { get; init; }

    /// <summary>See <see cref="RestApi.ApiKeySource"/>.</summary>
    public ApiKeySource ApiKeySource { get; init; }

    /// <summary>See <see cref="RestApi.Policy"/>.</summary>
    public string? Policy { get; init; }

    /// <summary>See <see cref="RestApi.DisableExecuteApiEndpoint"/>.</summary>
    public bool DisableExecuteApiEndpoint { get; init; }

    /// <summary>All resources with their paths, methods and integrations, in path order.</summary>
    public required IReadOnlyList<Resource> Resources { get; init; }

    /// <summary>All models, by name.</summary>
    public IReadOnlyList<Model> Models { get; init => field = value ?? []; } = [];

    /// <summary>All request validators, by id.</summary>
    public IReadOnlyList<RequestValidator> RequestValidators { get; init => field = value ?? []; } = [];

    /// <summary>The gateway responses that the API words itself, by type.</summary>
    public IReadOnlyList<GatewayResponse> GatewayResponses { get; init => field = value ?? []; } = [];

    /// <summary>All authorizers, by id.</summary>
    public IReadOnlyList<Authorizer> Authorizers { get; init => field = value ?? []; } = [];
}
