using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Control;

/// <summary>What operators may do to a rollout. Each gives the rollout to store and whom to tell then; the next tick acts on it.</summary>
public static class RolloutActions
{
    /// <summary>Starts a rollout.</summary>
    /// <param name="id">Its id, new for each.</param>
    /// <param name="target">What is shifted.</param>
    /// <param name="plan">The plan as it was asked for.</param>
    /// <param name="startedBy">The caller's ARN.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="ApiException">400: the plan does not keep to <see cref="RolloutPlanRules"/>.</exception>
    public static Rollout Start(string id, RolloutTarget target, RolloutPlan plan, string startedBy, DateTimeOffset now) => new()
    {
        Id = id,
        Target = target,
        Plan = RolloutPlanRules.Complete(plan),
        StartedAt = now,
        StartedBy = startedBy,
    };

    /// <summary>Lets a held rollout go on without the evidence, or through the gate, it waits for.</summary>
    /// <exception cref="ApiException">409: it is not held.</exception>
    public static RolloutDecision Approve(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return rollout.State == RolloutState.Held
            ? new RolloutDecision(rollout with { ApprovedStep = HookSlots.SlotOf(rollout) }, [])
            : throw ApiException.Conflict($"The rollout {rollout.Id} is {Name(rollout)} and waits for no approval");
    }

    /// <summary>Pauses a rollout: the share stays, failures still roll back.</summary>
    /// <exception cref="ApiException">409: it is over or ending.</exception>
    public static RolloutDecision Pause(Rollout rollout) => RolloutEffects.Told(
        RequireOpen(rollout) with
        {
            PausedByOperator = true,
            State = RolloutState.Paused,
            Reason = new RolloutReason(RolloutReasonCode.Paused, "paused by an operator"),
        },
        RolloutNotification.Paused);

    /// <summary>Lets a paused rollout go on.</summary>
    /// <exception cref="ApiException">409: it is not paused.</exception>
    public static RolloutDecision Resume(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return rollout.PausedByOperator && !rollout.IsOver()
            ? RolloutEffects.Told(rollout with { PausedByOperator = false, State = RolloutState.Running }, RolloutNotification.Resumed)
            : throw ApiException.Conflict($"The rollout {rollout.Id} is {Name(rollout)}, not paused");
    }

    /// <summary>Ends a rollout; the old version is restored.</summary>
    /// <exception cref="ApiException">409: it is over or ending.</exception>
    public static RolloutDecision Abort(Rollout rollout) => RolloutEffects.Told(
        RequireOpen(rollout) with
        {
            Phase = RolloutPhase.Aborting,
            State = RolloutState.Running,
            PausedByOperator = false,
            Reason = new RolloutReason(RolloutReasonCode.Aborted, "aborted by an operator"),
        },
        RolloutNotification.Aborting);

    private static Rollout RequireOpen(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return rollout.Phase is RolloutPhase.BeforeTraffic or RolloutPhase.Step or RolloutPhase.BeforePromotion
            ? rollout
            : throw ApiException.Conflict($"The rollout {rollout.Id} is {Name(rollout)} and cannot be changed any more");
    }

    private static string Name(Rollout rollout) => rollout.IsOver() || rollout.Phase is RolloutPhase.BeforeTraffic or RolloutPhase.Step or RolloutPhase.BeforePromotion
        ? Domain.Wire.WireNames.Of(rollout.State)
        : Domain.Wire.WireNames.Of(rollout.Phase);
}
