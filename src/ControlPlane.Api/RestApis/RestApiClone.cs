using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.Resources;
using ControlPlane.Storage.Parts;
using ControlPlane.Storage.Resources;

namespace ControlPlane.Api.RestApis;

/// <summary>Copies what another API is made of, for CreateRestApi's <c>cloneFrom</c>. Everything gets an id of its own, and what named the old one follows.</summary>
internal sealed class RestApiClone(ResourceRepository resources, ApiPartsRepository parts, ApiLookup lookup)
{
    /// <summary>The new API with copies of the other one's resources, methods and parts.</summary>
    /// <param name="sourceId">The other API.</param>
    /// <param name="api">The new API.</param>
    /// <param name="request">The request, whose ids are drawn.</param>
    /// <exception cref="Domain.Errors.ApiException">404: there is no such API.</exception>
    public async ValueTask<ApiDraft> ReadAsync(string sourceId, RestApi api, ApiRequest request)
    {
        await lookup.RequireAsync(sourceId, request.Cancelled).ConfigureAwait(false);
        var sources = await resources.ListAsync(sourceId, request.Cancelled).ConfigureAwait(false) ?? [];
        var kept = await parts.GetAsync(sourceId, request.Cancelled).ConfigureAwait(false);
        var ids = sources.ToDictionary(
            source => source.Id,
            source => source.ParentId is null ? api.RootResourceId : request.Ids.Next(IdSource.PartLength),
            StringComparer.Ordinal);
        var tree = new ResourceTree(
            api.RootResourceId,
            sources.Where(source => source.ParentId is not null)
                .ToDictionary(source => ids[source.Id], source => new ResourceNode(ids[source.ParentId!], source.PathPart!), StringComparer.Ordinal));
        var validators = kept.RequestValidators.ToDictionary(validator => validator.Id, _ => request.Ids.Next(IdSource.PartLength), StringComparer.Ordinal);
        var authorizers = kept.Authorizers.ToDictionary(authorizer => authorizer.Id, _ => request.Ids.Next(IdSource.PartLength), StringComparer.Ordinal);
        var methods = sources.Where(source => source.Methods.Count > 0).ToDictionary(
            source => ids[source.Id],
            source => (IReadOnlyDictionary<string, Method>)source.Methods.ToDictionary(
                method => method.Key,
                method => Follow(method.Value, source.Id, ids[source.Id], validators, authorizers),
                StringComparer.Ordinal),
            StringComparer.Ordinal);
        return new ApiDraft(
            api,
            tree,
            methods,
            new ApiParts
            {
                Models = [.. kept.Models.Select(model => model with { Id = request.Ids.Next(IdSource.PartLength), Schema = ModelReference.Move(model.Schema, sourceId, api.Id) })],
                RequestValidators = [.. kept.RequestValidators.Select(validator => validator with { Id = validators[validator.Id] })],
                GatewayResponses = kept.GatewayResponses,
                Authorizers = [.. kept.Authorizers.Select(authorizer => authorizer with { Id = authorizers[authorizer.Id] })],
            },
            []);
    }

    private static Method Follow(
        Method method, string fromResource, string toResource, Dictionary<string, string> validators, Dictionary<string, string> authorizers)
    {
        // A cache namespace that was the resource's own id follows the resource.
        var integration = method.MethodIntegration is { } old && old.CacheNamespace == fromResource
            ? old with { CacheNamespace = toResource }
            : method.MethodIntegration;
        return method with
        {
            RequestValidatorId = method.RequestValidatorId is { } validator ? validators.GetValueOrDefault(validator, validator) : null,
            AuthorizerId = method.AuthorizerId is { } authorizer ? authorizers.GetValueOrDefault(authorizer, authorizer) : null,
            MethodIntegration = integration,
        };
    }
}
