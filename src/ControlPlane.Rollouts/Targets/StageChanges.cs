using ControlPlane.Domain;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;
using ControlPlane.Storage.Stages;

namespace ControlPlane.Rollouts.Targets;

/// <summary>Writes what rollouts do to their stages, each with its event and its numbers, and tells the gateways of this process.</summary>
/// <param name="stages">The stages.</param>
/// <param name="observers">Hear of changes.</param>
/// <param name="time">The clock.</param>
public sealed class StageChanges(StageRepository stages, IEnumerable<IStageObserver> observers, TimeProvider time)
{
    /// <summary>Who the history says it was.</summary>
    public const string Actor = "controlplane";

    /// <summary>Replaces a stage in a rollout's name.</summary>
    /// <returns>False when somebody else has changed it since it was read.</returns>
    public ValueTask<bool> ReplaceAsync(Versioned<Stage> before, Stage after, Rollout rollout, StageEventType type)
    {
        ArgumentNullException.ThrowIfNull(before);
        return ReplaceAsync(before, after, new ChangeOrigin(Actor, Guid.NewGuid().ToString(), time.GetUtcNow()), type, Note(rollout));
    }

    /// <summary>Replaces a stage.</summary>
    /// <returns>False when somebody else has changed it since it was read.</returns>
    public async ValueTask<bool> ReplaceAsync(Versioned<Stage> before, Stage after, ChangeOrigin origin, StageEventType? type, StageRolloutNote? note)
    {
        ArgumentNullException.ThrowIfNull(before);
        var stamped = StageHistory.Stamp(before.Value, after, origin, type, note);

        // Not given up in the middle: half-written it would be mended, but whether it took effect would not be known.
        if (await stages.ReplaceAsync(before, stamped, CancellationToken.None).ConfigureAwait(false) is null)
        {
            return false;
        }

        foreach (var observer in observers)
        {
            observer.StageChanged(stamped.RestApiId, stamped.StageName);
        }

        return true;
    }

    /// <summary>What a change is to a rollout.</summary>
    public static StageRolloutNote Note(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);

        // A step that begins has no numbers yet: those of the step before tell why it could.
        var reason = rollout.Reason is { Canary: null } plain && rollout.Verdicts is [.., { Reason.Canary: not null } verdict]
            ? plain with { Canary = verdict.Reason.Canary, Base = verdict.Reason.Base }
            : rollout.Reason;
        return new StageRolloutNote
        {
            RolloutId = rollout.Id,
            Step = rollout.Step,
            Code = reason is null ? null : WireNames.Of(reason.Code),
            Message = reason?.Message,
            CanaryRequests = reason?.Canary?.Requests ?? 0,
            CanaryErrors = reason?.Canary?.Errors ?? 0,
            BaseRequests = reason?.Base?.Requests ?? 0,
            BaseErrors = reason?.Base?.Errors ?? 0,
        };
    }
}
