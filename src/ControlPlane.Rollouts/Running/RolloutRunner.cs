using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;
using ControlPlane.Rollouts.Analysis;
using ControlPlane.Rollouts.Control;
using ControlPlane.Rollouts.Notifications;
using ControlPlane.Rollouts.Targets;
using ControlPlane.Storage.Rollouts;
using ControlPlane.Storage.Stages;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Rollouts.Running;

/// <summary>
/// Carries rollouts on: reads everything back, lets the controller decide, stores its decision in one conditional write, and only then does what
/// follows from it. Any run may be the first, come late, twice, from two processes at once, or end anywhere: the next one reads what is left to do.
/// </summary>
/// <param name="stages">The stages.</param>
/// <param name="rollouts">Their rollouts.</param>
/// <param name="changes">Writes stages.</param>
/// <param name="targets">What rollouts shift; each kind once.</param>
/// <param name="inquiries">Others who are asked and told.</param>
/// <param name="fresh">Counters of this process.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears what happens.</param>
public sealed partial class RolloutRunner(
    StageRepository stages,
    RolloutRepository rollouts,
    StageChanges changes,
    IEnumerable<IRolloutTarget> targets,
    RolloutInquiries inquiries,
    IEnumerable<IFreshCounts> fresh,
    TimeProvider time,
    ILogger<RolloutRunner> logger)
{
    // What was decided is carried out and seen to be done in the same run; more than a few rounds means that somebody else is at it.
    private const int _maxTurns = 4;

    // The record is written before the stage names it: for that long the change may still be on its way.
    private static readonly TimeSpan _grace = TimeSpan.FromMinutes(1);

    private readonly Dictionary<RolloutTargetKind, IRolloutTarget> _targets = targets.ToDictionary(target => target.Kind);

    private enum Turn
    {
        /// <summary>Nothing is left to do.</summary>
        Idle,

        /// <summary>A later run goes on.</summary>
        Open,

        /// <summary>Something was changed: look at it.</summary>
        Again,
    }

    /// <summary>Carries on the rollout of a stage.</summary>
    /// <param name="place">The stage.</param>
    /// <param name="asks">False to leave hooks, providers and listeners to a later run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when nothing is left to do.</returns>
    /// <exception cref="Storage.Items.StoreUnavailableException">The store cannot answer: everything stays where it is.</exception>
    public async ValueTask<bool> RunAsync(StagePlace place, bool asks, CancellationToken cancellationToken)
    {
        RolloutEvidence? evidence = null;
        for (var i = 0; i < _maxTurns; i++)
        {
            if (await stages.GetAsync(place.ApiId, place.StageName, cancellationToken).ConfigureAwait(false) is not { } stage)
            {
                await rollouts.TrimAsync(place.ApiId, place.StageName, 0, cancellationToken).ConfigureAwait(false);
                return false;
            }

            var (turn, seen) = await FindAsync(stage, cancellationToken).ConfigureAwait(false) switch
            {
                null => (await ReleaseOrDequeueAsync(stage).ConfigureAwait(false), null),
                { } found when found.Value.IsOver() => (await CloseAsync(stage, found, asks, cancellationToken).ConfigureAwait(false), null),
                { } found => await TickAsync(stage, found, evidence, asks, cancellationToken).ConfigureAwait(false),
            };
            evidence ??= seen;
            if (turn != Turn.Again)
            {
                return turn == Turn.Open;
            }
        }

        return true;
    }

    /// <summary>The rollout a stage names, or the newest one when something is left to do for it.</summary>
    private async ValueTask<Versioned<Rollout>?> FindAsync(Versioned<Stage> stage, CancellationToken cancellationToken)
    {
        var (apiId, stageName) = (stage.Value.RestApiId, stage.Value.StageName);
        if (stage.Value.RolloutId is { } named)
        {
            return await rollouts.GetAsync(apiId, stageName, named, cancellationToken).ConfigureAwait(false);
        }

        var newest = await rollouts.ListAsync(apiId, stageName, 1, null, cancellationToken).ConfigureAwait(false);
        return newest.Items is [var last] && (!last.Value.IsOver() || last.Value.Outbox.Count > 0) ? last : null;
    }

    private async ValueTask<(Turn Turn, RolloutEvidence? Evidence)> TickAsync(
        Versioned<Stage> stage, Versioned<Rollout> found, RolloutEvidence? evidence, bool asks, CancellationToken cancellationToken)
    {
        var (rollout, now) = (found.Value, time.GetUtcNow());
        if (stage.Value.RolloutId != rollout.Id && rollout.ObservedAt is null && now - rollout.StartedAt < _grace)
        {
            return (Turn.Open, null);
        }

        var target = _targets[rollout.Target.Kind];
        if (evidence is null)
        {
            await Task.WhenAll(fresh.Select(static counts => counts.StoreAsync())).ConfigureAwait(false);
            evidence = await target.EvidenceAsync(stage, rollout, now, cancellationToken).ConfigureAwait(false);
        }

        var answers = inquiries.Answers(rollout.Id);
        var tick = new RolloutTick(now, await target.ObserveAsync(stage, rollout, cancellationToken).ConfigureAwait(false), evidence)
        {
            HookAnswers = [.. answers.Hooks.Select(static answer => answer.Answer)],
            Readings = [.. answers.Readings.Select(static answer => answer.Answer)],
        };

        // Aliases do not go back with the stage that let go of them.
        var decision = stage.Value.RolloutId != rollout.Id && rollout.Target.Kind == RolloutTargetKind.Aliases && IsOpen(rollout)
            ? RolloutActions.Abort(rollout)
            : RolloutController.Tick(rollout, tick);
        if (await StoreAsync(stage, found, decision, answers, now, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            // Somebody else has decided; what follows from it is theirs to do.
            return (Turn.Open, evidence);
        }

        foreach (var effect in decision.Effects)
        {
            var done = effect switch
            {
                SetPercent => await target.ShiftAsync(stage, stored, cancellationToken).ConfigureAwait(false),
                Promote => await target.PromoteAsync(stage, stored, cancellationToken).ConfigureAwait(false),
                Restore => await target.RestoreAsync(stage, stored, cancellationToken).ConfigureAwait(false),
                _ => (bool?)null,
            };
            if (done is not null)
            {
                return (Turn.Again, evidence);
            }
        }

        if (stored.Phase == RolloutPhase.Aborting && IsOpen(rollout))
        {
            return (Turn.Again, evidence);
        }

        var place = new StagePlace(stage.Value.RestApiId, stage.Value.StageName);
        if (asks)
        {
            inquiries.Ask(place, stored, decision.Effects);
            inquiries.Tell(place, stored, now);
        }

        return (stored.IsOver() ? Turn.Again : Turn.Open, evidence);
    }

    /// <summary>Stores a decision with what it is to tell, and strikes off what was told.</summary>
    /// <returns>What is stored, or null when somebody else was faster.</returns>
    private async ValueTask<Rollout?> StoreAsync(
        Versioned<Stage> stage, Versioned<Rollout> before, RolloutDecision decision, RolloutAnswers answers, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = RolloutOutbox.Settle(RolloutOutbox.Add(decision, now), [.. answers.Deliveries.Select(static answer => answer.Answer)], now);
        if (!ReferenceEquals(next, before.Value)
            && await rollouts.ReplaceAsync(stage.Value.RestApiId, stage.Value.StageName, next, before.Revision, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        inquiries.Forget(next.Id, answers);
        foreach (var effect in decision.Effects)
        {
            if (effect is Notify notify)
            {
                Log(stage.Value, notify);
            }
        }

        return next;
    }

    /// <summary>Lets go of a rollout that is over, and waits until everybody has been told.</summary>
    private async ValueTask<Turn> CloseAsync(Versioned<Stage> stage, Versioned<Rollout> found, bool asks, CancellationToken cancellationToken)
    {
        var (rollout, now) = (found.Value, time.GetUtcNow());
        if (stage.Value.RolloutId == rollout.Id)
        {
            await changes.ReplaceAsync(stage, StageRollouts.Release(stage.Value), rollout, StageEventType.Settings).ConfigureAwait(false);
            return Turn.Again;
        }

        var answers = inquiries.Answers(rollout.Id);
        if (await StoreAsync(stage, found, new RolloutDecision(rollout, []), answers, now, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return Turn.Open;
        }

        if (asks)
        {
            inquiries.Tell(new StagePlace(stage.Value.RestApiId, stage.Value.StageName), stored, now);
        }

        var rest = await ReleaseOrDequeueAsync(stage).ConfigureAwait(false);
        return rest == Turn.Idle && stored.Outbox.Count > 0 ? Turn.Open : rest;
    }

    /// <summary>Lets go of a rollout that is not there any more, and carries out the deployment that waited.</summary>
    private async ValueTask<Turn> ReleaseOrDequeueAsync(Versioned<Stage> stage)
    {
        if (stage.Value.RolloutId is { } gone)
        {
            await changes.ReplaceAsync(stage, StageRollouts.Release(stage.Value), Origin(), StageEventType.Settings, new StageRolloutNote { RolloutId = gone }).ConfigureAwait(false);
            return Turn.Again;
        }

        if (stage.Value.QueuedDeployment is not { } queued)
        {
            return Turn.Idle;
        }

        Stage after;
        try
        {
            after = queued.ApplyTo(stage.Value);
        }
        catch (ApiException refusal)
        {
            // The stage has changed since, so that the two do not fit any more.
            Refused(queued.DeploymentId, stage.Value.RestApiId, stage.Value.StageName, refusal.Message);
            after = stage.Value with { QueuedDeployment = null };
        }

        await changes.ReplaceAsync(stage, after, new ChangeOrigin(queued.Actor, queued.RequestId, time.GetUtcNow()), null, null).ConfigureAwait(false);
        return Turn.Again;
    }

    private static bool IsOpen(Rollout rollout) => rollout.Phase is RolloutPhase.BeforeTraffic or RolloutPhase.Step or RolloutPhase.BeforePromotion;

    private ChangeOrigin Origin() => new(StageChanges.Actor, Guid.NewGuid().ToString(), time.GetUtcNow());

    private void Log(Stage stage, Notify notify)
    {
        var (kind, rollout) = (WireNames.Of(notify.Kind), notify.Rollout);
        if (notify.Kind is RolloutNotification.RolledBack or RolloutNotification.Aborted)
        {
            EndedBadly(rollout.Id, stage.RestApiId, stage.StageName, kind, rollout.Step, rollout.Reason?.Message);
        }
        else
        {
            Told(rollout.Id, stage.RestApiId, stage.StageName, kind, rollout.Step, rollout.PercentTraffic, rollout.Reason?.Message);
        }
    }

    [LoggerMessage(EventId = 3201, Level = LogLevel.Information, Message = "Rollout {RolloutId} of stage {ApiId}/{StageName}: {Kind}, step {Step}, {PercentTraffic} %. {Reason}")]
    private partial void Told(string rolloutId, string apiId, string stageName, string kind, int step, double percentTraffic, string? reason);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Warning, Message = "Rollout {RolloutId} of stage {ApiId}/{StageName}: {Kind} in step {Step}. {Reason}")]
    private partial void EndedBadly(string rolloutId, string apiId, string stageName, string kind, int step, string? reason);

    [LoggerMessage(EventId = 3203, Level = LogLevel.Error, Message = "Deployment {DeploymentId}, which waited for the end of a rollout of stage {ApiId}/{StageName}, is refused: {Problem}")]
    private partial void Refused(string deploymentId, string apiId, string stageName, string problem);
}
