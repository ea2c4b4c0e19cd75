using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Tags;
using ControlPlane.Rollouts.Running;
using ControlPlane.Storage.Stages;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Stages;

/// <summary>CreateStage, GetStage, GetStages, UpdateStage, DeleteStage, FlushStageCache, FlushStageAuthorizersCache.</summary>
internal sealed class StageEndpoints(StageRepository stages, StageWriter writer, RolloutCommands rollouts, ApiLookup lookup, WriteLocks locks)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, StageOperations.Create, CreateAsync);
        dispatcher.Map(routes, StageOperations.List, ListAsync);
        dispatcher.Map(routes, StageOperations.Get, GetAsync);
        dispatcher.Map(routes, StageOperations.Update, UpdateAsync);
        dispatcher.Map(routes, StageOperations.Delete, DeleteAsync);
        dispatcher.Map(routes, StageOperations.FlushCache, FlushAsync);
        dispatcher.Map(routes, StageOperations.FlushAuthorizersCache, FlushAuthorizersAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createStageInput").ConfigureAwait(false);
        var name = StageRules.ValidateName(body.RequiredText("stageName"));
        var stage = StageRequests.Read(request, body, name, body.RequiredText("deploymentId")) with
        {
            Description = Domain.Descriptions.Validate(body.Text("description")),
            DocumentationVersion = body.Text("documentationVersion"),
            Tags = TagRules.Validate(body.TextMap("tags")),
        };
        if (body.Object("canarySettings") is { } canary)
        {
            // A canary that names no deployment starts on the stage's own.
            stage = stage with { CanarySettings = StageRequests.ReadCanary(canary, canary.Text("deploymentId") ?? stage.DeploymentId) };
        }

        stage = StageRules.Validate(stage);
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var api = (await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false)).Value;
        stage = StageHistory.Stamp(null, stage with { InheritedTags = api.Tags }, request.Origin);
        await writer.CheckReferencesAsync(null, stage, request.Cancelled).ConfigureAwait(false);
        if (request.IsRepeatable
            && await stages.GetAsync(request.ApiId, name, request.Cancelled).ConfigureAwait(false) is { } existing
            && await writer.IsDoneAsync(request, existing.Value).ConfigureAwait(false))
        {
            return StageWriter.Answer(ApiAnswer.Created, existing.Value, existing.Revision);
        }

        await writer.CheckRoomAsync(request.ApiId, name, request.Cancelled).ConfigureAwait(false);
        return StageWriter.Answer(ApiAnswer.Created, stage, await writer.CreateAsync(stage).ConfigureAwait(false));
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var all = await stages.ListAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var deploymentId = request.Query("deploymentId");
        return ApiAnswer.List(
            all.Select(stage => stage.Value).Where(stage => deploymentId is null || stage.DeploymentId == deploymentId),
            null,
            StageJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var stage = await writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false);
        return StageWriter.Answer(ApiAnswer.Ok, stage.Value, stage.Revision);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateStageInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        var after = StagePatches.Apply(before.Value, operations);
        await writer.CheckReferencesAsync(before.Value, after, request.Cancelled).ConfigureAwait(false);
        StageRollouts.RequireUntouched(before.Value, after);
        after = StageHistory.Stamp(before.Value, after, request.Origin, StagePatches.Promotes(operations) ? StageEventType.Promotion : null);
        return StageWriter.Answer(ApiAnswer.Ok, after, await writer.ReplaceAsync(before, after).ConfigureAwait(false));
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var stage = await writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false);
        request.RequireMatch(stage.Revision);
        StageRules.RequireUnprotected(stage.Value);
        await writer.DeleteAsync(stage, request.Origin).ConfigureAwait(false);
        await rollouts.ForgetAsync(new StagePlace(request.ApiId, stage.Value.StageName)).ConfigureAwait(false);
        return ApiAnswer.Accepted;
    }

    // The stage's next revision tells every router that what it has kept counts no more. A stage without a cache has nothing to empty.
    private async ValueTask<ApiAnswer> FlushAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false);
        if (before.Value.CacheClusterEnabled)
        {
            await writer.ReplaceAsync(before, StageHistory.Stamp(before.Value, StageCache.Flush(before.Value), request.Origin)).ConfigureAwait(false);
        }

        return ApiAnswer.Accepted;
    }

    private async ValueTask<ApiAnswer> FlushAuthorizersAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false);
        var after = before.Value with { AuthorizerFlushes = unchecked(before.Value.AuthorizerFlushes + 1) & int.MaxValue };
        await writer.ReplaceAsync(before, StageHistory.Stamp(before.Value, after, request.Origin)).ConfigureAwait(false);
        return ApiAnswer.Accepted;
    }
}
