using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Domain.Stages;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operation that protects a stage against deletion.</summary>
internal sealed class ProtectionEndpoints(StageWriter writer, WriteLocks locks)
{
    /// <summary>Maps the operation.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes) => dispatcher.Map(routes, ProtectionOperations.Put, PutAsync);

    private async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        var enabled = (await request.BodyAsync("putDeletionProtectionInput").ConfigureAwait(false)).RequiredBoolean("enabled");
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        if (before.Value.DeletionProtection == enabled)
        {
            return StageWriter.Answer(ApiAnswer.Ok, before.Value, before.Revision);
        }

        var after = StageHistory.Stamp(before.Value, before.Value with { DeletionProtection = enabled }, request.Origin);
        return StageWriter.Answer(ApiAnswer.Ok, after, await writer.ReplaceAsync(before, after).ConfigureAwait(false));
    }
}
