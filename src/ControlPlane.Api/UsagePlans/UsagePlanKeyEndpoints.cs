using ControlPlane.Api.ApiKeys;
using ControlPlane.Api.Requests;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.Errors;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.UsagePlans;

/// <summary>CreateUsagePlanKey, GetUsagePlanKey, GetUsagePlanKeys, DeleteUsagePlanKey.</summary>
internal sealed class UsagePlanKeyEndpoints(UsagePlanEditor editor, ApiKeyEditor keys)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, UsagePlanKeyOperations.Create, CreateAsync);
        dispatcher.Map(routes, UsagePlanKeyOperations.List, ListAsync);
        dispatcher.Map(routes, UsagePlanKeyOperations.Get, GetAsync);
        dispatcher.Map(routes, UsagePlanKeyOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createUsagePlanKeyInput").ConfigureAwait(false);
        var (keyId, type) = (body.RequiredText("keyId"), body.RequiredText("keyType"));
        if (type != "API_KEY")
        {
            throw ApiException.BadRequest($"Invalid key type specified: {type}. Valid options are API_KEY");
        }

        using var turn = await keys.LockAsync(request).ConfigureAwait(false);
        var key = await editor.AddKeyAsync(request, request.Route("usageplanId"), keyId).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, key, UsagePlanJson.WriteKey);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        var planId = request.Route("usageplanId");
        await editor.RequireAsync(planId, request.Cancelled).ConfigureAwait(false);
        var page = await editor.ListKeysAsync(planId, request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        IEnumerable<ApiKey> found = page.Items;
        if (request.Query("name") is { } name)
        {
            found = found.Where(key => key.Name?.StartsWith(name, StringComparison.Ordinal) == true);
        }

        return ApiAnswer.List(found, page.Position, UsagePlanJson.WriteKey);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var key = await editor.RequireKeyAsync(request.Route("usageplanId"), request.Route("keyId"), request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, key, UsagePlanJson.WriteKey);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await keys.LockAsync(request).ConfigureAwait(false);
        var planId = request.Route("usageplanId");
        var key = await editor.RequireKeyAsync(planId, request.Route("keyId"), request.Cancelled).ConfigureAwait(false);
        await editor.RemoveKeyAsync(request, planId, key.Id).ConfigureAwait(false);
        return ApiAnswer.Accepted;
    }
}
