using ControlPlane.Api.ApiKeys;
using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Storage.Access;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.UsagePlans;

/// <summary>CreateUsagePlan, GetUsagePlan, GetUsagePlans, UpdateUsagePlan, DeleteUsagePlan.</summary>
internal sealed class UsagePlanEndpoints(UsagePlanRepository plans, UsagePlanEditor editor, ApiKeyEditor keys)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, UsagePlanOperations.Create, CreateAsync);
        dispatcher.Map(routes, UsagePlanOperations.List, ListAsync);
        dispatcher.Map(routes, UsagePlanOperations.Get, GetAsync);
        dispatcher.Map(routes, UsagePlanOperations.Update, UpdateAsync);
        dispatcher.Map(routes, UsagePlanOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createUsagePlanInput").ConfigureAwait(false);
        var plan = UsagePlanRules.Validate(new UsagePlan
        {
            Id = request.Ids.Next(IdSource.PartLength),
            Name = body.RequiredText("name"),
            Description = body.Text("description"),
            ApiStages = [.. body.Objects("apiStages").Select(ReadStage)],
            Throttle = body.Object("throttle") is { } throttle ? ReadThrottle(throttle) : null,
            Quota = body.Object("quota") is { } quota ? ReadQuota(quota) : null,
            Tags = body.TextMap("tags"),
        });
        using var turn = await keys.LockAsync(request).ConfigureAwait(false);
        if (request.IsRepeatable && await plans.GetAsync(plan.Id, request.Cancelled).ConfigureAwait(false) is { } existing)
        {
            return ApiAnswer.Json(ApiAnswer.Created, existing.Value, UsagePlanJson.Write);
        }

        await editor.CreateAsync(request, plan).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, plan, UsagePlanJson.Write);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        if (request.Query("keyId") is not { } keyId)
        {
            var page = await plans.ListAsync(request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
            return ApiAnswer.List(page.Items, page.Position, UsagePlanJson.Write);
        }

        // A key has a few plans only: they are one page.
        var found = new List<UsagePlan>();
        foreach (var planId in (await keys.RequireAsync(keyId, request.Cancelled).ConfigureAwait(false)).Value.UsagePlanIds.Order(StringComparer.Ordinal))
        {
            if (await plans.GetAsync(planId, request.Cancelled).ConfigureAwait(false) is { } plan)
            {
                found.Add(plan.Value);
            }
        }

        return ApiAnswer.List(found, null, UsagePlanJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var plan = await editor.RequireAsync(request.Route("usageplanId"), request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, plan.Value, UsagePlanJson.Write);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateUsagePlanInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await keys.LockAsync(request).ConfigureAwait(false);
        var plan = await editor.EditAsync(request, request.Route("usageplanId"), before => UsagePlanPatches.Apply(before, operations)).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, plan, UsagePlanJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await keys.LockAsync(request).ConfigureAwait(false);
        await editor.DeleteAsync(request, request.Route("usageplanId")).ConfigureAwait(false);
        return ApiAnswer.Accepted;
    }

    private static UsagePlanStage ReadStage(RequestBody stage) => new(stage.Text("apiId") ?? "", stage.Text("stage") ?? "")
    {
        Throttle = stage.ObjectMap("throttle").ToDictionary(
            method => method.Key.StartsWith('/') ? method.Key : $"/{method.Key}", method => ReadThrottle(method.Value), StringComparer.Ordinal),
    };

    private static ThrottleSettings ReadThrottle(RequestBody throttle) => new(throttle.Number("rateLimit"), throttle.Whole("burstLimit"));

    private static QuotaSettings ReadQuota(RequestBody quota) => new(
        quota.Whole("limit") ?? 0,
        quota.Whole("offset") ?? 0,
        quota.Member<QuotaPeriod>("period") ?? throw ApiException.BadRequest("Usage Plan quota must have a period"));
}
