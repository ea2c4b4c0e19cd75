using System.Globalization;
using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.Stages;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Stages;
using ControlPlane.Rollouts.Control;
using ControlPlane.Rollouts.Running;
using ControlPlane.Rollouts.Targets;
using ControlPlane.Storage.Rollouts;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Rollouts;

/// <summary>Our own operations on rollouts: start, look at, wait for, approve, pause, resume, abort.</summary>
internal sealed class RolloutEndpoints(
    StageWriter writer, RolloutRepository rollouts, RolloutCommands commands, AliasesTarget aliasTarget, WriteLocks locks, ControlApiOptions options, TimeProvider time)
{
    private const int _maxWaitSeconds = 300;

    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, RolloutOperations.Put, PutAsync);
        dispatcher.Map(routes, RolloutOperations.Get, GetAsync);
        dispatcher.Map(routes, RolloutOperations.List, ListAsync);
        dispatcher.Map(routes, RolloutOperations.Delete, request => ActAsync(request, RolloutActions.Abort));
        dispatcher.Map(routes, RolloutOperations.Abort, request => ActAsync(request, RolloutActions.Abort));
        dispatcher.Map(routes, RolloutOperations.Approve, request => ActAsync(request, RolloutActions.Approve));
        dispatcher.Map(routes, RolloutOperations.Pause, request => ActAsync(request, RolloutActions.Pause));
        dispatcher.Map(routes, RolloutOperations.Resume, request => ActAsync(request, RolloutActions.Resume));
        dispatcher.Map(routes, RolloutOperations.PutPolicy, PutPolicyAsync);
        dispatcher.Map(routes, RolloutOperations.GetPolicy, GetPolicyAsync);
    }

    private async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("putRolloutInput").ConfigureAwait(false);
        var plan = RolloutPlanRules.Complete(RolloutPlanReader.Read(body));
        var aliases = RolloutPlanReader.ReadAliases(body);
        var moves = AliasMoves.Check(aliases);
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var stage = await RequireAsync(request).ConfigureAwait(false);
        if (await writer.IsDoneAsync(request, stage.Value).ConfigureAwait(false))
        {
            return Answer(ApiAnswer.Created, await CurrentAsync(request, stage).ConfigureAwait(false));
        }

        request.RequireMatch(stage.Revision);
        StageRollouts.RequireNone(stage.Value);
        if (moves.Count > 0)
        {
            await aliasTarget.CheckAsync(moves, request.Cancelled).ConfigureAwait(false);
        }

        var target = aliases.Count == 0
            ? new RolloutTarget { Kind = RolloutTargetKind.StageCanary, DeploymentId = stage.Value.CanarySettings?.DeploymentId }
            : new RolloutTarget { Kind = RolloutTargetKind.Aliases, Aliases = aliases };
        var origin = request.Origin;
        var rollout = RolloutActions.Start(RolloutRepository.NewId(origin.Now, request.Ids), target, plan, origin.Actor, origin.Now);
        await commands.StartAsync(stage, StageRollouts.Begin(stage.Value, rollout), rollout, origin).ConfigureAwait(false);
        return Answer(ApiAnswer.Created, (await rollouts.GetAsync(request.ApiId, stage.Value.StageName, rollout.Id, request.Cancelled).ConfigureAwait(false))?.Value ?? rollout);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var over = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(Wait(request), options.MaxWaitSeconds));
        while (true)
        {
            var rollout = await CurrentAsync(request, await RequireAsync(request).ConfigureAwait(false)).ConfigureAwait(false);
            var left = over - time.GetUtcNow();
            if (rollout.IsOver() || left <= TimeSpan.Zero)
            {
                return Answer(ApiAnswer.Ok, rollout);
            }

            await Task.Delay(left < _lookEvery ? left : _lookEvery, time, request.Cancelled).ConfigureAwait(false);
        }
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        var stage = await RequireAsync(request).ConfigureAwait(false);
        var page = await rollouts.ListAsync(request.ApiId, stage.Value.StageName, request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(page.Items.Select(static rollout => rollout.Value), page.Position, RolloutJson.Write);
    }

    private async ValueTask<ApiAnswer> ActAsync(ApiRequest request, Func<Rollout, RolloutDecision> act)
    {
        var stage = await RequireAsync(request).ConfigureAwait(false);
        return Answer(ApiAnswer.Ok, await commands.ActAsync(new StagePlace(request.ApiId, stage.Value.StageName), act, request.Origin).ConfigureAwait(false));
    }

    private async ValueTask<ApiAnswer> PutPolicyAsync(ApiRequest request)
    {
        var policy = (await request.BodyAsync("putRolloutPolicyInput").ConfigureAwait(false)).RequiredMember<DeploymentDuringRollout>("onDeployment");
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        if (before.Value.OnDeploymentDuringRollout == policy)
        {
            return PolicyAnswer(before.Value, before.Revision);
        }

        var after = StageHistory.Stamp(before.Value, before.Value with { OnDeploymentDuringRollout = policy }, request.Origin);
        return PolicyAnswer(after, await writer.ReplaceAsync(before, after).ConfigureAwait(false));
    }

    private async ValueTask<ApiAnswer> GetPolicyAsync(ApiRequest request)
    {
        var stage = await RequireAsync(request).ConfigureAwait(false);
        return PolicyAnswer(stage.Value, stage.Revision);
    }

    private async ValueTask<Rollout> CurrentAsync(ApiRequest request, Versioned<Stage> stage)
    {
        if (stage.Value.RolloutId is { } running
            && await rollouts.GetAsync(request.ApiId, stage.Value.StageName, running, request.Cancelled).ConfigureAwait(false) is { } found)
        {
            return found.Value;
        }

        var newest = await rollouts.ListAsync(request.ApiId, stage.Value.StageName, 1, null, request.Cancelled).ConfigureAwait(false);
        return newest.Items is [var last] ? last.Value : throw ApiException.NotFound($"Stage {stage.Value.StageName} has had no rollout");
    }

    private static int Wait(ApiRequest request) => request.Query("wait") switch
    {
        null => 0,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= _maxWaitSeconds => seconds,
        var text => throw ApiException.BadRequest($"Invalid wait: {text}. It must be a whole number of seconds from 0 to {_maxWaitSeconds}"),
    };

    private static ApiAnswer Answer(int status, Rollout rollout) => ApiAnswer.Json(status, rollout, RolloutJson.Write);

    private static ApiAnswer PolicyAnswer(Stage stage, long revision) =>
        ApiAnswer.Json(ApiAnswer.Ok, stage, StageJson.WritePolicy) with { ETag = $"\"{revision}\"" };

    private ValueTask<Versioned<Stage>> RequireAsync(ApiRequest request) => writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled);
}
