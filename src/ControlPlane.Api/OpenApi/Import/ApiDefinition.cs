using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>What a document says of an API, in the domain's nouns but before they have ids: a null member is one it does not mention.</summary>
internal sealed record ApiDefinition
{
    /// <summary>The title.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Version { get; init; }

    public IReadOnlyList<string>? BinaryMediaTypes { get; init; }

    public int? MinimumCompressionSize { get; init; }

    public ApiKeySource? ApiKeySource { get; init; }

    /// <summary>The resource policy as JSON text.</summary>
    public string? Policy { get; init; }

    public bool? DisableExecuteApiEndpoint { get; init; }

    public IReadOnlyList<string>? EndpointTypes { get; init; }

    public IReadOnlyList<string>? VpcEndpointIds { get; init; }

    public string? IpAddressType { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Paths in the document's order, base path applied; one may have no methods.</summary>
    public required IReadOnlyList<PathDefinition> Paths { get; init; }

    /// <summary>Models with empty ids.</summary>
    public required IReadOnlyList<Model> Models { get; init; }

    /// <summary>Request validators with empty ids; their names are unique.</summary>
    public required IReadOnlyList<RequestValidator> RequestValidators { get; init; }

    public required IReadOnlyList<GatewayResponse> GatewayResponses { get; init; }

    /// <summary>Authorizers with empty ids; their names are unique.</summary>
    public required IReadOnlyList<Authorizer> Authorizers { get; init; }

    /// <summary>Documentation parts with empty ids, or null when the document has none or they are ignored.</summary>
    public IReadOnlyList<DocumentationPart>? Documentation { get; init; }
}

/// <summary>A path with its methods.</summary>
/// <param name="Path">The whole path, without a slash at its end unless it is the root.</param>
/// <param name="Place">Where it stands in the document.</param>
/// <param name="Methods">Its methods.</param>
internal sealed record PathDefinition(string Path, Documents.DocumentNode Place, IReadOnlyList<MethodDefinition> Methods);

/// <summary>A method that names its authorizer and its validator, which have no ids yet.</summary>
/// <param name="Method">The method; its integration's cache namespace is empty when it is the resource's.</param>
/// <param name="Authorizer">The authorizer's name, or null.</param>
/// <param name="Validator">The validator's name, or null.</param>
internal sealed record MethodDefinition(Method Method, string? Authorizer, string? Validator);
