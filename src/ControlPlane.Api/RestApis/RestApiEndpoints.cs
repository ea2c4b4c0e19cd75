using ControlPlane.Api.Concurrency;
using ControlPlane.Api.DomainNames;
using ControlPlane.Api.OpenApi;
using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Tags;
using ControlPlane.Domain.Wire;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Stages;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.RestApis;

/// <summary>CreateRestApi, ImportRestApi, GetRestApi, GetRestApis, UpdateRestApi, PutRestApi, DeleteRestApi.</summary>
internal sealed class RestApiEndpoints(
    RestApiRepository apis,
    StageRepository stages,
    RestApiCreation creation,
    RestApiImport import,
    RestApiClone clone,
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
        var draft = body.Text("cloneFrom") is { } source
            ? await clone.ReadAsync(source, api, request).ConfigureAwait(false)
            : New(api, request.Ids);

        api = await creation.StoreAsync(request, draft).ConfigureAwait(false);
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

    private static ApiDraft New(RestApi api, IdSource ids) => new(
        api,
        ResourceTree.Create(api.RootResourceId),
        Maps.Empty<IReadOnlyDictionary<string, Method>>(),
        new ApiParts { Models = DefaultModels.Create(ids) },
        []);

    private static EndpointConfiguration Endpoint(RequestBody body) => new()
    {
        Types = body.Texts("types") is { Count: > 0 } types ? types : EndpointConfiguration.Default.Types,
        IpAddressType = body.Text("ipAddressType") ?? (body.Texts("types").Contains("PRIVATE") ? "dualstack" : "ipv4"),
        VpcEndpointIds = body.Texts("vpcEndpointIds"),
    };
}
