using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;
using ControlPlane.Rollouts.Running;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.Stages;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Stages;

/// <summary>Our own stage operations beside API Gateway's: history, rollback, canary promotion in one step.</summary>
internal sealed class ReleaseEndpoints(
    StageRepository stages, DeploymentRepository deployments, StageWriter writer, RolloutCommands rollouts, ApiLookup lookup, WriteLocks locks)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, ReleaseOperations.History, HistoryAsync);
        dispatcher.Map(routes, ReleaseOperations.RollBack, RollBackAsync);
        dispatcher.Map(routes, ReleaseOperations.Promote, PromoteAsync);
    }

    private async ValueTask<ApiAnswer> HistoryAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var page = await stages.HistoryAsync(request.ApiId, request.Route("stage_name"), request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        return page.Items.Count == 0 && request.Position is null
            ? throw ApiException.NotFound("Invalid Stage identifier specified")
            : ApiAnswer.List(Tagged(page.Items, request.Query("tag")), page.Position, StageJson.Write);
    }

    private static IReadOnlyList<StageEvent> Tagged(IReadOnlyList<StageEvent> events, string? tag)
    {
        if (tag is null)
        {
            return events;
        }

        // Keys may have colons in them, values as well: any place may be where they meet.
        return [.. events.Where(stageEvent => stageEvent.Tags.Any(pair => tag == pair.Key || tag == $"{pair.Key}:{pair.Value}"))];
    }

    private ValueTask<ApiAnswer> PromoteAsync(ApiRequest request) =>
        ChangeAsync(request, StageEventType.Promotion, stage => ValueTask.FromResult(StageReleases.Promote(stage)));

    private async ValueTask<ApiAnswer> RollBackAsync(ApiRequest request)
    {
        var deploymentId = (await request.BodyAsync("rollbackInput").ConfigureAwait(false)).Text("deploymentId");
        return await ChangeAsync(
            request,
            StageEventType.Rollback,
            stage => deploymentId is null ? RollBackOneAsync(stage, request.Cancelled) : RollBackToAsync(stage, deploymentId, request.Cancelled)).ConfigureAwait(false);
    }

    private async ValueTask<ApiAnswer> ChangeAsync(ApiRequest request, StageEventType type, Func<Stage, ValueTask<Stage>> change)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false);
        if (await writer.IsDoneAsync(request, before.Value).ConfigureAwait(false))
        {
            return StageWriter.Answer(ApiAnswer.Ok, before.Value, before.Revision);
        }

        request.RequireMatch(before.Revision);

        // Who goes back wants nothing more to be rolled out; a rollout ends with the change itself.
        var changed = await change(before.Value).ConfigureAwait(false) with { RolloutId = null };
        var after = StageHistory.Stamp(
            before.Value,
            type == StageEventType.Rollback ? changed with { QueuedDeployment = null } : changed,
            request.Origin,
            type);
        var revision = await writer.ReplaceAsync(before, after).ConfigureAwait(false);
        if (before.Value.RolloutId is not null)
        {
            await rollouts.GoOnAsync(new StagePlace(request.ApiId, after.StageName)).ConfigureAwait(false);
        }

        return StageWriter.Answer(ApiAnswer.Ok, after, revision);
    }

    private async ValueTask<Stage> RollBackOneAsync(Stage stage, CancellationToken cancellationToken)
    {
        if (StageReleases.CanaryDiffers(stage))
        {
            return stage with { CanarySettings = null };
        }

        for (var i = stage.Releases.Count - 1; i >= 0; i--)
        {
            if (await ExistsAsync(stage.RestApiId, stage.Releases[i].DeploymentId, cancellationToken).ConfigureAwait(false))
            {
                return StageReleases.RollBack(stage, stage.Releases[i]);
            }
        }

        if (stage.CanarySettings is not null)
        {
            return stage with { CanarySettings = null };
        }

        throw ApiException.BadRequest("Rollback not available. The stage has not served another deployment that still exists.");
    }

    private async ValueTask<Stage> RollBackToAsync(Stage stage, string deploymentId, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(stage.RestApiId, deploymentId, cancellationToken).ConfigureAwait(false))
        {
            throw ApiException.BadRequest("Deployment id does not exist");
        }

        if (stage.Releases.LastOrDefault(release => release.DeploymentId == deploymentId) is { } served && stage.DeploymentId != deploymentId)
        {
            return StageReleases.RollBack(stage, served);
        }

        return StageReleases.RecordDeployment(stage, stage with { DeploymentId = deploymentId, CanarySettings = null });
    }

    private async ValueTask<bool> ExistsAsync(string apiId, string deploymentId, CancellationToken cancellationToken) =>
        await deployments.GetAsync(apiId, deploymentId, cancellationToken).ConfigureAwait(false) is not null;
}
