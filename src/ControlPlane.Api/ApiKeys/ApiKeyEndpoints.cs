using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Storage;
using ControlPlane.Storage.Access;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.ApiKeys;

/// <summary>CreateApiKey, GetApiKey, GetApiKeys, UpdateApiKey, DeleteApiKey.</summary>
internal sealed class ApiKeyEndpoints(ApiKeyRepository keys, ApiKeyEditor editor)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, ApiKeyOperations.Create, CreateAsync);
        dispatcher.Map(routes, ApiKeyOperations.List, ListAsync);
        dispatcher.Map(routes, ApiKeyOperations.Get, GetAsync);
        dispatcher.Map(routes, ApiKeyOperations.Update, UpdateAsync);
        dispatcher.Map(routes, ApiKeyOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createApiKeyInput").ConfigureAwait(false);
        var key = ApiKeyRules.Validate(new ApiKey
        {
            Id = request.Ids.Next(IdSource.ApiLength),

            // A secret never comes from the request's token, which others may know.
            Value = body.Text("value") ?? IdSource.Random.Next(ApiKeyRules.GeneratedLength),
            Name = body.Text("name"),
            CustomerId = body.Text("customerId"),
            Description = body.Text("description"),
            Enabled = body.Boolean("enabled") ?? false,
            CreatedDate = request.Now,
            LastUpdatedDate = request.Now,
            StageKeys = [.. body.Objects("stageKeys").Select(stage => $"{stage.RequiredText("restApiId")}/{stage.RequiredText("stageName")}")],
            Tags = body.TextMap("tags"),
        });
        using var turn = await editor.LockAsync(request).ConfigureAwait(false);
        if (request.IsRepeatable && await keys.GetAsync(key.Id, request.Cancelled).ConfigureAwait(false) is { } existing)
        {
            return ApiAnswer.Json(ApiAnswer.Created, existing.Value, ApiKeyJson.WriteWithValue);
        }

        await editor.CheckRoomAsync(1, request.Cancelled).ConfigureAwait(false);
        await editor.CreateAsync(key).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, key, ApiKeyJson.WriteWithValue);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        var (name, customer) = (request.Query("name"), request.Query("customerId"));
        var page = name is null && customer is null
            ? await keys.ListAsync(request.Limit, request.Position, request.Cancelled).ConfigureAwait(false)
            : await FindAsync(request, key => (name is null || key.Name?.StartsWith(name, StringComparison.Ordinal) == true) && (customer is null || key.CustomerId == customer)).ConfigureAwait(false);
        return ApiAnswer.List(page.Items, page.Position, request.Flag("includeValues") ? ApiKeyJson.WriteWithValue : ApiKeyJson.WriteWithoutValue);
    }

    private async ValueTask<Page<ApiKey>> FindAsync(ApiRequest request, Func<ApiKey, bool> wanted)
    {
        var all = await keys.ListAsync(null, request.Position, request.Cancelled).ConfigureAwait(false);
        var found = all.Items.Where(wanted).Take(request.Limit + 1).ToList();
        return found.Count <= request.Limit ? new Page<ApiKey>(found, null) : new Page<ApiKey>(found[..^1], PagePosition.Encode(found[^2].Id));
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var key = await editor.RequireAsync(request.Route("api_Key"), request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, key.Value, request.Flag("includeValue") ? ApiKeyJson.WriteWithValue : ApiKeyJson.WriteWithoutValue);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateApiKeyInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await editor.LockAsync(request).ConfigureAwait(false);
        var key = await editor.EditAsync(request, request.Route("api_Key"), before => ApiKeyPatches.Apply(before, operations)).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, key, ApiKeyJson.WriteWithoutValue);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await editor.LockAsync(request).ConfigureAwait(false);
        await editor.DeleteAsync(request, request.Route("api_Key")).ConfigureAwait(false);
        return ApiAnswer.Accepted;
    }
}
