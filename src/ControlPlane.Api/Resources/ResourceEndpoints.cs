using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Resources;
using ControlPlane.Storage;
using ControlPlane.Storage.Resources;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Resources;

/// <summary>CreateResource, GetResource, GetResources, UpdateResource, DeleteResource.</summary>
internal sealed class ResourceEndpoints(ResourceRepository resources, ApiLookup lookup, WriteLocks locks, ControlApiOptions options)
{
    private const string _unknown = "Invalid Resource identifier specified";

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, ResourceOperations.List, ListAsync);
        dispatcher.Map(routes, ResourceOperations.Create, CreateAsync);
        dispatcher.Map(routes, ResourceOperations.Get, GetAsync);
        dispatcher.Map(routes, ResourceOperations.Update, UpdateAsync);
        dispatcher.Map(routes, ResourceOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        // Held in memory: a page is cut from the whole tree, whose size the quota bounds.
        var all = await resources.ListAsync(request.ApiId, request.Cancelled).ConfigureAwait(false)
            ?? throw await lookup.MissingBelowAsync(request.ApiId, _unknown, request.Cancelled).ConfigureAwait(false);
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var position = PagePosition.Decode(request.Position);
        var rest = position is null ? all : [.. all.Where(resource => string.CompareOrdinal(resource.Path, position) > 0)];
        var page = rest.Take(request.Limit).ToList();
        return ApiAnswer.List(
            page,
            page.Count < rest.Count ? PagePosition.Encode(page[^1].Path) : null,
            request.Embeds("methods") ? ResourceJson.WriteWithMethods : ResourceJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var id = request.Route("resource_id");
        var tree = await RequireAsync(request, id).ConfigureAwait(false);
        var methods = await resources.GetMethodsAsync(request.ApiId, id, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.Json(
            ApiAnswer.Ok,
            tree.Value.Describe(id, methods.Value),
            request.Embeds("methods") ? ResourceJson.WriteWithMethods : ResourceJson.Write);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createResourceInput").ConfigureAwait(false);
        var parentId = request.Route("parent_id");
        var pathPart = body.RequiredText("pathPart");
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var id = request.Ids.Next(IdSource.PartLength);
        var tree = await EditTreeAsync(request, parentId, before =>
        {
            if (before.Contains(id))
            {
                // A repeated creation meets its own id; a random id that is taken makes way for another.
                if (request.IsRepeatable)
                {
                    return before;
                }

                while (before.Contains(id))
                {
                    id = request.Ids.Next(IdSource.PartLength);
                }
            }

            return before.Count >= options.Quotas.ResourcesPerApi
                ? throw ApiException.LimitExceeded("Maximum number of Resources for this API has been reached. Please contact AWS if you need additional Resources.")
                : before.Add(id, parentId, pathPart);
        }).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, tree.Describe(id, null), ResourceJson.Write);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("updateResourceInput").ConfigureAwait(false);
        var id = request.Route("resource_id");
        var operations = body.PatchOperations();
        var tree = await EditTreeAsync(request, id, before => ResourcePatches.Apply(before, id, operations)).ConfigureAwait(false);
        var methods = await resources.GetMethodsAsync(request.ApiId, id, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, tree.Describe(id, methods.Value), ResourceJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        var id = request.Route("resource_id");
        IReadOnlyList<string> removed = [];
        await EditTreeAsync(request, id, before => before.Remove(id, out removed)).ConfigureAwait(false);

        // The tree made them unreachable; what is left is only room to win back.
        await resources.DeleteMethodsAsync(request.ApiId, removed, CancellationToken.None).ConfigureAwait(false);
        return ApiAnswer.Accepted;
    }

    private async ValueTask<Versioned<ResourceTree>> RequireAsync(ApiRequest request, string resourceId)
    {
        var tree = await resources.GetTreeAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        return tree is not null && tree.Value.Contains(resourceId)
            ? tree
            : throw await lookup.MissingBelowAsync(request.ApiId, _unknown, request.Cancelled).ConfigureAwait(false);
    }

    private async ValueTask<ResourceTree> EditTreeAsync(ApiRequest request, string resourceId, Func<ResourceTree, ResourceTree> edit)
    {
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request, resourceId).ConfigureAwait(false);
        var after = edit(before.Value);
        return ReferenceEquals(after, before.Value)
            || await resources.ReplaceTreeAsync(request.ApiId, after, before.Revision, request.Cancelled).ConfigureAwait(false) is not null
            ? after
            : throw ApiException.ConcurrentModification();
    }
}
