using ControlPlane.Domain;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Stages;
using ControlPlane.Rollouts.Analysis;
using ControlPlane.Rollouts.Control;
using ControlPlane.Storage.Metrics;
using ControlPlane.Storage.Stages;

namespace ControlPlane.Rollouts.Targets;

/// <summary>The canary of a stage. Promotion and restoring let go of the rollout in the same change: nobody sees the one without the other.</summary>
/// <param name="stages">The stages.</param>
/// <param name="metrics">The counters.</param>
/// <param name="changes">Writes stages.</param>
public sealed class StageCanaryTarget(StageRepository stages, MetricsRepository metrics, StageChanges changes) : IRolloutTarget
{
    private const int _searchedEvents = 50;

    // Routers' clocks differ.
    private static readonly TimeSpan _ahead = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public RolloutTargetKind Kind => RolloutTargetKind.StageCanary;

    /// <inheritdoc/>
    public async ValueTask<TargetObservation> ObserveAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken)
    {
        var (now, deployment) = (stage.Value, rollout.Target.DeploymentId);
        if (now.RolloutId == rollout.Id)
        {
            return now.CanarySettings is { } canary && canary.DeploymentId == deployment
                ? new(TargetStatus.Shifting, canary.PercentTraffic)
                : new(Served(now, deployment), 0);
        }

        // It was let go of. What others did to the stage since then says nothing about it, but its own last event does.
        return new(await LastEventAsync(stage, rollout, cancellationToken).ConfigureAwait(false) ?? Served(now, deployment), 0);
    }

    /// <inheritdoc/>
    public async ValueTask<RolloutEvidence> EvidenceAsync(Versioned<Stage> stage, Rollout rollout, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (place, from) = (stage.Value, RolloutEvidence.FirstMinute(rollout));
        var canary = metrics.ReadAsync(place.RestApiId, place.StageName, true, from, now + _ahead, cancellationToken).AsTask();
        var old = metrics.ReadAsync(place.RestApiId, place.StageName, false, from, now + _ahead, cancellationToken).AsTask();
        await Task.WhenAll(canary, old).ConfigureAwait(false);
        return new(await canary.ConfigureAwait(false), await old.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public ValueTask<bool> ShiftAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken) =>
        changes.ReplaceAsync(stage, StageRollouts.Shift(stage.Value, rollout.PercentTraffic), rollout, StageEventType.RolloutStep);

    /// <inheritdoc/>
    public ValueTask<bool> PromoteAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken) =>
        changes.ReplaceAsync(stage, StageRollouts.Promote(stage.Value), rollout, StageEventType.Promotion);

    /// <inheritdoc/>
    public ValueTask<bool> RestoreAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken) => changes.ReplaceAsync(
        stage,
        StageRollouts.Restore(stage.Value),
        rollout,
        rollout.Phase == RolloutPhase.RollingBack ? StageEventType.Rollback : StageEventType.CanaryRemoved);

    private static TargetStatus Served(Stage stage, string? deployment) =>
        stage.CanarySettings is not null ? TargetStatus.Changed
        : stage.DeploymentId == deployment ? TargetStatus.Promoted
        : TargetStatus.Restored;

    private async ValueTask<TargetStatus?> LastEventAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken)
    {
        var history = await stages.HistoryAsync(stage.Value.RestApiId, stage.Value.StageName, _searchedEvents, null, cancellationToken).ConfigureAwait(false);
        foreach (var stageEvent in history.Items)
        {
            if (stageEvent.Rollout?.RolloutId == rollout.Id)
            {
                return stageEvent.Type switch
                {
                    StageEventType.Promotion => TargetStatus.Promoted,
                    StageEventType.Rollback or StageEventType.CanaryRemoved => TargetStatus.Restored,
                    _ => null,
                };
            }
        }

        return null;
    }
}
