using ControlPlane.Api.Concurrency;
using ControlPlane.Api.DomainNames;
using ControlPlane.Api.OpenApi;
using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Tags;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Resources;
using ControlPlane.Storage.Stages;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.RestApis;

/// <summary>CreateRestApi, ImportRestApi, GetRestApi, GetRestApis, UpdateRestApi, PutRestApi, DeleteRestApi.</summary>
internal sealed class RestApiEndpoints(
    RestApiRepository apis,
    ResourceRepository resources,
    StageRepository stages,
    RestApiCreation creation,
    RestApiImport import,
    ApiLookup lookup,
    CustomDomainEditor domains,
    WriteLocks locks,
    IConfigurationObserver observer)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, RestApiOperations.Create, CreateAsync);
        dispatcher.Map(routes, RestApiOperations.List, ListAsync);
        dispatcher.Map(routes, RestApiOperations.Get, GetAsync);
        dispatcher.Map(routes, RestApiOperations.Update, UpdateAsync);
        dispatcher.Map(routes, RestApiOperations.Put, import.PutAsync);
        dispatcher.Map(routes, RestApiOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        // API Gateway tells the two operations apart by the query alone.
        if (request.Query("mode") == "import")
        {
            return await import.CreateAsync(request).ConfigureAwait(false);
        }

        var body = await request.BodyAsync("createRestApiInput").ConfigureAwait(false);
        var endpoint = body.Object("endpointConfiguration");
        var api = RestApiRules.Validate(new RestApi
        {
            Id = request.Ids.Next(IdSource.ApiLength),
            Name = body.RequiredText("name"),
            Description = body.Text("description"),
            CreatedDate = request.Now,
            Version = body.Text("version"),
            BinaryMediaTypes = body.Texts("binaryMediaTypes"),
            MinimumCompressionSize = body.Whole("minimumCompressionSize"),
            ApiKeySource = body.Member<ApiKeySource>("apiKeySource") ?? ApiKeySource.Header,
            EndpointConfiguration = endpoint is null ? EndpointConfiguration.Default : Endpoint(endpoint),
            Policy = body.Text("policy"),
            Tags = TagRules.Validate(body.TextMap("tags")),
            DisableExecuteApiEndpoint = body.Boolean("disableExecuteApiEndpoint") ?? false,
            RootResourceId = request.Ids.Next(IdSource.ApiLength),
            SecurityPolicy = body.Text("securityPolicy"),
            EndpointAccessMode = body.Text("endpointAccessMode"),
        });
        var (tree, methods) = body.Text("cloneFrom") is { } source
            ? await CloneAsync(source, api.RootResourceId, request).ConfigureAwait(false)
            : (ResourceTree.Create(api.RootResourceId), []);

        api = await creation.StoreAsync(request, new ApiDraft(api, tree, methods, ApiParts.None, [])).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, api, RestApiJson.Write);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        var page = await apis.ListAsync(request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(page.Items, page.Position, RestApiJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var api = await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, api.Value, RestApiJson.Write);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("updateRestApiInput").ConfigureAwait(false);
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var after = RestApiPatches.Apply(before.Value, body.PatchOperations());
        return await apis.ReplaceAsync(after, before.Revision, request.Cancelled).ConfigureAwait(false) is null
            ? throw ApiException.ConcurrentModification()
            : ApiAnswer.Json(ApiAnswer.Ok, after, RestApiJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        if (await apis.FinishDeletionAsync(request.ApiId, request.Cancelled).ConfigureAwait(false))
        {
            observer.ApiDeleted(request.ApiId);
            return ApiAnswer.Accepted;
        }

        var api = await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        await domains.RequireUnmappedAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        foreach (var stage in await stages.ListAsync(request.ApiId, request.Cancelled).ConfigureAwait(false))
        {
            StageRules.RequireUnprotected(stage.Value);
        }

        if (!await apis.DeleteAsync(request.ApiId, api.Revision, request.Cancelled).ConfigureAwait(false))
        {
            throw ApiException.ConcurrentModification();
        }

        observer.ApiDeleted(request.ApiId);
        return ApiAnswer.Accepted;
    }

    private static EndpointConfiguration Endpoint(RequestBody body) => new()
    {
        Types = body.Texts("types") is { Count: > 0 } types ? types : EndpointConfiguration.Default.Types,
        IpAddressType = body.Text("ipAddressType") ?? (body.Texts("types").Contains("PRIVATE") ? "dualstack" : "ipv4"),
        VpcEndpointIds = body.Texts("vpcEndpointIds"),
    };

    private async ValueTask<(ResourceTree Tree, Dictionary<string, IReadOnlyDictionary<string, Method>> Methods)> CloneAsync(
        string sourceId,
        string rootId,
        ApiRequest request)
    {
        await lookup.RequireAsync(sourceId, request.Cancelled).ConfigureAwait(false);
        var sources = await resources.ListAsync(sourceId, request.Cancelled).ConfigureAwait(false) ?? [];
        var ids = sources.ToDictionary(
            source => source.Id,
            source => source.ParentId is null ? rootId : request.Ids.Next(IdSource.PartLength),
            StringComparer.Ordinal);
        var tree = new ResourceTree(
            rootId,
            sources.Where(source => source.ParentId is not null)
                .ToDictionary(source => ids[source.Id], source => new ResourceNode(ids[source.ParentId!], source.PathPart!), StringComparer.Ordinal));
        var methods = sources.Where(source => source.Methods.Count > 0)
            .ToDictionary(source => ids[source.Id], source => Rename(source.Methods, source.Id, ids[source.Id]), StringComparer.Ordinal);
        return (tree, methods);
    }

    // A cache namespace that was the resource's own id follows the resource.
    private static IReadOnlyDictionary<string, Method> Rename(IReadOnlyDictionary<string, Method> methods, string from, string to) =>
        methods.ToDictionary(
            method => method.Key,
            method => method.Value.MethodIntegration is { } integration && integration.CacheNamespace == from
                ? method.Value with { MethodIntegration = integration with { CacheNamespace = to } }
                : method.Value,
            StringComparer.Ordinal);
}
