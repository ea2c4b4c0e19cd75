using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Resources;

namespace ControlPlane.Domain.Deployments;

/// <summary>The document of a deployment: everything of the API that requests are served by, stage variables unresolved.</summary>
public sealed record DeployedApi
{
    /// <summary>The API it was taken from.</summary>
    public required string RestApiId { get; init; }

    /// <summary>The API's name at that moment.</summary>
    public required string Name { get; init; }

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
}
