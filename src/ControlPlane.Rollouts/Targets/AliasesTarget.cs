using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Stages;
using ControlPlane.Rollouts.Aliases;
using ControlPlane.Rollouts.Analysis;
using ControlPlane.Rollouts.Control;
using ControlPlane.Storage.Metrics;
using AliasShift = ControlPlane.Rollouts.Aliases.AliasShift;

namespace ControlPlane.Rollouts.Targets;

/// <summary>
/// Lambda aliases that a stage calls: their weights move, the stage stays as it is. Requests of which no version is known to have run (throttled,
/// timed out) count for neither version: a new version that only hangs shows as one without traffic, and is held.
/// </summary>
/// <param name="shift">Reads and writes aliases.</param>
/// <param name="counters">The counters by version.</param>
/// <param name="changes">Writes the stage's history.</param>
public sealed class AliasesTarget(AliasShift shift, AliasEvidence counters, StageChanges changes) : IRolloutTarget
{
    private const double _tolerance = 0.001;

    private static readonly TimeSpan _ahead = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public RolloutTargetKind Kind => RolloutTargetKind.Aliases;

    /// <summary>Checks that the aliases of a rollout that is asked for are where it begins.</summary>
    /// <exception cref="ApiException">400: one is not there, or elsewhere; 503: the Lambda service does not answer.</exception>
    public async ValueTask CheckAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken)
    {
        var found = await shift.ReadAsync(moves, cancellationToken).ConfigureAwait(false);
        if (found.Aliases.FirstOrDefault(static alias => IsAway(alias.Outcome)) is { } away)
        {
            throw new ApiException(ErrorType.ServiceUnavailableException, $"{away.Message} Please try again later.");
        }

        if (found.Problem is { } problem)
        {
            throw ApiException.BadRequest($"Invalid target.aliases: {problem}");
        }

        if (found.Aliases.FirstOrDefault(static alias => alias.FunctionVersion != alias.Move.FromVersion || alias.PercentTraffic > 0) is { } elsewhere)
        {
            throw ApiException.BadRequest(
                $"Invalid target.aliases: {elsewhere.Move} does not point to version {elsewhere.Move.FromVersion} alone. Point it there first, or name the version it points to as fromVersion");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<TargetObservation> ObserveAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        var found = (await shift.ReadAsync(AliasMoves.Of(rollout.Target), cancellationToken).ConfigureAwait(false)).Aliases;
        if (found.FirstOrDefault(static alias => IsAway(alias.Outcome)) is { } away)
        {
            throw new InvalidOperationException(away.Message);
        }

        if (found.Any(static alias => alias.Outcome != AliasOutcome.AsWanted))
        {
            return new(TargetStatus.Changed, 0);
        }

        if (found.All(static alias => alias.FunctionVersion == alias.Move.ToVersion))
        {
            return new(TargetStatus.Promoted, 100);
        }

        var percent = found.Min(static alias => alias.PercentTraffic ?? 0);
        var isRestored = found.All(static alias => alias.FunctionVersion == alias.Move.FromVersion && alias.AdditionalVersion is null);
        return isRestored && (rollout.Phase is RolloutPhase.RollingBack or RolloutPhase.Aborting)
            ? new(TargetStatus.Restored, 0)
            : new(TargetStatus.Shifting, found.All(alias => Math.Abs((alias.PercentTraffic ?? 0) - rollout.PercentTraffic) < _tolerance) ? rollout.PercentTraffic : percent);
    }

    /// <inheritdoc/>
    public async ValueTask<RolloutEvidence> EvidenceAsync(Versioned<Stage> stage, Rollout rollout, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var from = RolloutEvidence.FirstMinute(rollout);
        List<MinuteCounts> canary = [], old = [];
        foreach (var move in AliasMoves.Of(rollout.Target))
        {
            var counts = await counters.ReadAsync(stage.Value.RestApiId, stage.Value.StageName, move, from, now + _ahead, cancellationToken).ConfigureAwait(false);
            canary.AddRange(counts.Canary);
            old.AddRange(counts.Base);
        }

        return new([.. canary.OrderBy(static minute => minute.Minute)], [.. old.OrderBy(static minute => minute.Minute)]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ShiftAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken) => DoAsync(
        stage, rollout, moves => shift.ShiftAsync(moves, rollout.PercentTraffic, cancellationToken), stage.Value, StageEventType.RolloutStep);

    /// <inheritdoc/>
    public ValueTask<bool> PromoteAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken) => DoAsync(
        stage, rollout, moves => shift.FinishAsync(moves, cancellationToken), StageRollouts.Release(stage.Value), StageEventType.Promotion);

    /// <inheritdoc/>
    public ValueTask<bool> RestoreAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken) => DoAsync(
        stage, rollout, moves => shift.RestoreAsync(moves, cancellationToken), StageRollouts.Release(stage.Value), StageEventType.Rollback);

    // The aliases first: what is missing in the stage then, its rollout or its event, the next tick finds or nobody misses.
    private async ValueTask<bool> DoAsync(
        Versioned<Stage> stage, Rollout rollout, Func<IReadOnlyList<AliasMove>, Task<AliasShiftResult>> change, Stage after, StageEventType type)
    {
        var result = await change(AliasMoves.Of(rollout.Target)).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            // Where somebody else has a hand in it, the next look says so.
            return result.Aliases.Any(static alias => alias.Outcome == AliasOutcome.Conflict) ? false : throw new InvalidOperationException(result.Problem);
        }

        return await changes.ReplaceAsync(stage, after, rollout, type).ConfigureAwait(false);
    }

    private static bool IsAway(AliasOutcome outcome) => outcome is AliasOutcome.Unavailable or AliasOutcome.Throttled or AliasOutcome.Refused;
}
