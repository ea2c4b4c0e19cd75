using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Storage.Metrics;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operations on what a stage mirrors to its canary, and on what came of it.</summary>
/// <param name="writer">The stages.</param>
/// <param name="findings">What came of it.</param>
/// <param name="buffers">The gateways of this process: what they have found is stored first, so that it is in the report.</param>
/// <param name="locks">One writer of an API at a time.</param>
internal sealed class MirroringEndpoints(StageWriter writer, MirroringRepository findings, IEnumerable<IMetricsBuffer> buffers, WriteLocks locks)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, MirroringOperations.Put, PutAsync);
        dispatcher.Map(routes, MirroringOperations.Get, GetAsync);
        dispatcher.Map(routes, MirroringOperations.Delete, DeleteAsync);
        dispatcher.Map(routes, MirroringOperations.Report, ReportAsync);
    }

    private async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        var mirroring = MirroringJson.Read(await request.BodyAsync("putMirroringInput").ConfigureAwait(false));
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        var after = StageHistory.Stamp(before.Value, before.Value with { Mirroring = mirroring }, request.Origin, StageEventType.MirroringChanged);
        return Answer(mirroring, await writer.ReplaceAsync(before, after).ConfigureAwait(false));
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var stage = await RequireAsync(request).ConfigureAwait(false);
        return Answer(stage.Value.Mirroring ?? throw ApiException.NotFound("The stage mirrors nothing"), stage.Revision);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        if (before.Value.Mirroring is not null)
        {
            var after = StageHistory.Stamp(before.Value, before.Value with { Mirroring = null }, request.Origin, StageEventType.MirroringChanged);
            await writer.ReplaceAsync(before, after).ConfigureAwait(false);
        }

        return ApiAnswer.NoContent;
    }

    private async ValueTask<ApiAnswer> ReportAsync(ApiRequest request)
    {
        var stage = (await RequireAsync(request).ConfigureAwait(false)).Value;
        var deploymentId = request.Query("deploymentId") ?? stage.CanarySettings?.DeploymentId
            ?? throw ApiException.BadRequest("Invalid deploymentId specified. The stage has no canary at present: name the deployment that one has served");
        foreach (var buffer in buffers)
        {
            await buffer.FlushMetricsAsync().ConfigureAwait(false);
        }

        var found = await findings.ReadAsync(stage.RestApiId, stage.StageName, deploymentId, request.Cancelled).ConfigureAwait(false);
        var samples = stage.Mirroring?.SampleSize ?? StageMirroring.MaxSamples;
        return ApiAnswer.Json(ApiAnswer.Ok, found, (json, routes) =>
        {
            json.WriteStartObject();
            json.WriteString("deploymentId", deploymentId);
            json.WriteStartArray("routes");
            foreach (var route in routes)
            {
                MirroringJson.Write(json, route, samples);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private ValueTask<Versioned<Stage>> RequireAsync(ApiRequest request) => writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled);

    private static ApiAnswer Answer(StageMirroring mirroring, long revision) =>
        ApiAnswer.Json(ApiAnswer.Ok, mirroring, MirroringJson.Write) with { ETag = $"\"{revision}\"" };
}
