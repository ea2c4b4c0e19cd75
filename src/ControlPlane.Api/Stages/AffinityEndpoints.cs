using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.Stages;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operations on who is in the canary of a stage.</summary>
internal sealed class AffinityEndpoints(StageWriter writer, WriteLocks locks)
{
    private static readonly CanaryAffinity _chance = new();

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, AffinityOperations.Put, PutAsync);
        dispatcher.Map(routes, AffinityOperations.Get, GetAsync);
        dispatcher.Map(routes, AffinityOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("putAffinityInput").ConfigureAwait(false);
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        var affinity = AffinityJson.Read(body, before.Value.CanaryAffinity);
        var after = StageHistory.Stamp(before.Value, before.Value with { CanaryAffinity = affinity }, request.Origin, StageEventType.AffinityChanged);
        return Answer(affinity, await writer.ReplaceAsync(before, after).ConfigureAwait(false));
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var stage = await RequireAsync(request).ConfigureAwait(false);
        return Answer(stage.Value.CanaryAffinity ?? _chance, stage.Revision);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        if (before.Value.CanaryAffinity is not null)
        {
            var after = StageHistory.Stamp(before.Value, before.Value with { CanaryAffinity = null }, request.Origin, StageEventType.AffinityChanged);
            await writer.ReplaceAsync(before, after).ConfigureAwait(false);
        }

        return ApiAnswer.NoContent;
    }

    private ValueTask<Versioned<Stage>> RequireAsync(ApiRequest request) => writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled);

    private static ApiAnswer Answer(CanaryAffinity affinity, long revision) =>
        ApiAnswer.Json(ApiAnswer.Ok, affinity, AffinityJson.Write) with { ETag = $"\"{revision}\"" };
}
