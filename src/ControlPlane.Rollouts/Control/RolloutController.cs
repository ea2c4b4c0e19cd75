using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Analysis;

namespace ControlPlane.Rollouts.Control;

/// <summary>
/// The controller of rollouts: what is stored and what is seen give what to store and what to do. Pure, and level-triggered: any tick may be the
/// first in its process, may come twice, late, or not at all. What to do follows from what is stored, never from what the tick before did. Store
/// first, with a condition on the revision, and only then carry out the effects.
/// </summary>
public static class RolloutController
{
    // Time counts while somebody watches. The slowest schedule ticks once a minute; a gap longer than two of its ticks, or a clock that leaps,
    // counts as that much.
    private const double _maxWatchedSeconds = 120;

    /// <summary>Decides what a rollout does next. At most one step is taken at a time.</summary>
    /// <param name="rollout">The rollout as it is stored.</param>
    /// <param name="tick">The world as it is now.</param>
    public static RolloutDecision Tick(Rollout rollout, RolloutTick tick)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(tick);
        if (rollout.IsOver())
        {
            return new RolloutDecision(rollout, []);
        }

        var watched = rollout.ObservedAt is { } last ? Math.Clamp((tick.Now - last).TotalSeconds, 0, _maxWatchedSeconds) : 0;
        var next = rollout.ObservedAt == tick.Now ? rollout : rollout with { ObservedAt = tick.Now };
        next = Ended(next, tick) ?? Decide(next, tick, watched);
        return RolloutEffects.Of(rollout, next, tick);
    }

    // What was found may end the rollout: what was asked for is done, or somebody else has changed it.
    private static Rollout? Ended(Rollout rollout, RolloutTick tick) => (tick.Target.Status, rollout.Phase) switch
    {
        (TargetStatus.Shifting, _) => null,
        (TargetStatus.Promoted, RolloutPhase.Promoting) => End(rollout, tick, RolloutState.Promoted) with
        {
            Reason = (rollout.Verdicts.Count > 0 ? rollout.Verdicts[^1].Reason : RolloutReasons.Plain(RolloutReasonCode.Promoted, "")) with
            {
                Code = RolloutReasonCode.Promoted,
                Message = rollout.Verdicts.Count > 0 ? $"promoted; the last step was {rollout.Verdicts[^1].Reason.Message}" : "promoted",
            },
        },
        (TargetStatus.Restored, RolloutPhase.RollingBack) => End(rollout, tick, RolloutState.RolledBack),
        (TargetStatus.Restored, RolloutPhase.Aborting) => End(rollout, tick, RolloutState.Aborted),
        (var status, _) => End(rollout, tick, RolloutState.Aborted) with
        {
            Reason = RolloutReasons.Plain(RolloutReasonCode.TargetChanged, status switch
            {
                TargetStatus.Promoted => "the new version was promoted from outside the rollout",
                TargetStatus.Restored => "the new version was taken away from outside the rollout",
                _ => "what the rollout shifts was changed from outside it",
            }),
        },
    };

    private static Rollout End(Rollout rollout, RolloutTick tick, RolloutState state) => rollout with
    {
        State = state,
        Phase = RolloutPhase.Over,
        EndedAt = tick.Now,
        PausedByOperator = false,
        PercentTraffic = state == RolloutState.Promoted ? 100 : 0,
    };

    private static Rollout Decide(Rollout rollout, RolloutTick tick, double watched)
    {
        if (rollout.Phase is not (RolloutPhase.BeforeTraffic or RolloutPhase.Step or RolloutPhase.BeforePromotion))
        {
            return rollout;
        }

        rollout = Observe(rollout, tick, watched);
        if (Failure(rollout) is { } failure)
        {
            return RollBack(rollout, tick, failure);
        }

        if (rollout.PausedByOperator)
        {
            return rollout;
        }

        return rollout.Phase switch
        {
            RolloutPhase.BeforeTraffic => AfterHooks(rollout, tick, static (rollout, _) => StepTransitions.Enter(rollout, 0)),
            RolloutPhase.BeforePromotion => AfterHooks(rollout, tick, StepTransitions.Promote),
            _ => StepTransitions.Go(rollout, tick, watched),
        };
    }

    private static Rollout Observe(Rollout rollout, RolloutTick tick, double watched)
    {
        rollout = ProviderRecords.TakeIn(HookSlots.TakeIn(HookSlots.Begin(rollout), tick.HookAnswers, watched), tick.Readings);
        if (rollout.Phase == RolloutPhase.BeforeTraffic && rollout.PercentTraffic != tick.Target.PercentTraffic)
        {
            rollout = rollout with { PercentTraffic = tick.Target.PercentTraffic };
        }

        // A share counts from when it was first seen in force.
        var inForce = tick.Target.PercentTraffic == rollout.PercentTraffic;
        if (inForce && rollout.Phase == RolloutPhase.Step && rollout.Reason?.Code != RolloutReasonCode.Shifting && watched > 0)
        {
            rollout = rollout with { StepSeconds = rollout.StepSeconds + watched };
        }

        var percent = rollout.Phase == RolloutPhase.BeforeTraffic ? 0 : tick.Target.PercentTraffic;
        var analysis = rollout.Analysis is { } known
            ? RolloutAnalysis.Look(known, rollout.Plan, percent, tick.Evidence, inForce ? watched : 0, tick.Now)
            : RolloutAnalysis.Begin(rollout, tick.Evidence);
        return ReferenceEquals(analysis, rollout.Analysis) ? rollout : rollout with { Analysis = analysis };
    }

    private static RolloutReason? Failure(Rollout rollout)
    {
        if (StepJudgement.IsFailure(rollout.Analysis!, rollout.Plan))
        {
            return RolloutReasons.WithNumbers(rollout, StepJudgement.FailureCode(rollout.Analysis!, rollout.Plan));
        }

        if (HookSlots.Worst(rollout) is { Outcome: VerdictOutcome.Failed } hook)
        {
            return RolloutReasons.Plain(RolloutReasonCode.HookFailed, $"rolled back because hook {hook.Name} failed: {hook.Message ?? "no message"}");
        }

        return ProviderRecords.Failed(rollout) is { } provider
            ? RolloutReasons.Plain(RolloutReasonCode.ProviderFailed, $"rolled back because provider {provider.Name} failed: {provider.Message ?? "no message"}")
            : null;
    }

    private static Rollout RollBack(Rollout rollout, RolloutTick tick, RolloutReason reason) => StepTransitions.Judge(rollout, tick, VerdictOutcome.Failed, reason) with
    {
        Phase = RolloutPhase.RollingBack,
        State = RolloutState.Running,
        PausedByOperator = false,
        Reason = reason,
    };

    private static Rollout AfterHooks(Rollout rollout, RolloutTick tick, Func<Rollout, RolloutTick, Rollout> goOn)
    {
        var slot = HookSlots.SlotOf(rollout);
        if (HookSlots.Worst(rollout) is not { } worst || worst.Outcome == VerdictOutcome.Successful || rollout.ApprovedStep == slot)
        {
            return goOn(rollout, tick);
        }

        if (worst.Outcome == VerdictOutcome.Running)
        {
            return HookSlots.Wait(rollout);
        }

        var reason = RolloutReasons.Plain(RolloutReasonCode.HookError, $"hook {worst.Name} gave no verdict: {worst.Message ?? "no message"}");
        return StepTransitions.Inconclusive(rollout, reason, goOn, tick);
    }
}
