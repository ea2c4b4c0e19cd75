using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;

namespace ControlPlane.Domain.Apis;

/// <summary>What belongs to an API beside its resources and goes into its deployments.</summary>
public sealed record ApiParts
{
    /// <summary>An API that has none.</summary>
    public static ApiParts None { get; } = new();

    /// <summary>Its models, by name.</summary>
    public IReadOnlyList<Model> Models { get; init; } = [];

    /// <summary>Its request validators, by id.</summary>
    public IReadOnlyList<RequestValidator> RequestValidators { get; init; } = [];

    /// <summary>The gateway responses it words itself, by type.</summary>
    public IReadOnlyList<GatewayResponse> GatewayResponses { get; init; } = [];

    /// <summary>Its authorizers, by id.</summary>
    public IReadOnlyList<Authorizer> Authorizers { get; init; } = [];
}
