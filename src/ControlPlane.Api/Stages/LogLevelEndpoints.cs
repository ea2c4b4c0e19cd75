using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Scheduling;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operations on the log level of a stage: set it for a while or for good, look at it, take it back.</summary>
internal sealed class LogLevelEndpoints(StageWriter writer, DueRepository due, WriteLocks locks, ControlApiOptions options)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, LogLevelOperations.Put, PutAsync);
        dispatcher.Map(routes, LogLevelOperations.Get, GetAsync);
        dispatcher.Map(routes, LogLevelOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("putLogLevelInput").ConfigureAwait(false);
        var origin = request.Origin;
        var debug = body.ObjectOrTrue("debugOnFailure") is { } asked ? new DebugOnFailure(asked.Whole("slowerThanMillis")) : null;
        var level = LogLevelOverride.Create(body.Text("level"), body.Whole("ttlSeconds"), body.Number("sampleRate"), origin.Now, debug);
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        if (level.ExpiresAt is { } end)
        {
            await due.AddAsync(new DueWork(end, DueWork.LogLevel, request.ApiId, before.Value.StageName), CancellationToken.None).ConfigureAwait(false);
        }

        var after = StageHistory.Stamp(before.Value, before.Value with { LogLevel = level }, origin, StageEventType.LogLevelChanged);
        return Answer(after, await writer.ReplaceAsync(before, after).ConfigureAwait(false), origin.Now);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var stage = await RequireAsync(request).ConfigureAwait(false);
        return Answer(stage.Value, stage.Revision, request.Origin.Now);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        if (before.Value.LogLevel is not null)
        {
            var after = StageHistory.Stamp(before.Value, before.Value with { LogLevel = null }, request.Origin, StageEventType.LogLevelChanged);
            await writer.ReplaceAsync(before, after).ConfigureAwait(false);
        }

        return ApiAnswer.NoContent;
    }

    private ValueTask<Versioned<Stage>> RequireAsync(ApiRequest request) => writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled);

    private ApiAnswer Answer(Stage stage, long revision, DateTimeOffset now) =>
        ApiAnswer.Json(ApiAnswer.Ok, stage, (json, shown) => LogLevelJson.Write(json, shown, now, options.StageLogLevel)) with { ETag = $"\"{revision}\"" };
}
