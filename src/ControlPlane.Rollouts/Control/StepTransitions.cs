using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Analysis;

namespace ControlPlane.Rollouts.Control;

/// <summary>How a rollout gets from step to step.</summary>
internal static class StepTransitions
{
    // How often the numbers of a step that is being watched are renewed.
    private const double _secondsBetweenNumbers = 10;

    /// <summary>Begins a step.</summary>
    public static Rollout Enter(Rollout rollout, int step) => HookSlots.Begin(rollout with
    {
        Phase = RolloutPhase.Step,
        State = RolloutState.Running,
        Step = step,
        PercentTraffic = rollout.Plan.Steps[step].PercentTraffic,
        StepSeconds = 0,
        ApprovedStep = null,
        ProviderRecords = [.. rollout.ProviderRecords.Select(static record => record with { Outcome = VerdictOutcome.Running })],
        Analysis = RolloutAnalysis.BeginStep(rollout.Analysis!, rollout.Plan, step),
        Reason = RolloutReasons.Plain(
            RolloutReasonCode.Shifting,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"shifting {rollout.Plan.Steps[step].PercentTraffic:0.##} % to the canary")),
    });

    /// <summary>Begins promotion.</summary>
    public static Rollout Promote(Rollout rollout, RolloutTick tick) => rollout with { Phase = RolloutPhase.Promoting, State = RolloutState.Running };

    /// <summary>Looks whether the present step, which has not failed, is over.</summary>
    /// <param name="rollout">The rollout.</param>
    /// <param name="tick">The tick.</param>
    /// <param name="watched">Seconds since the tick before.</param>
    public static Rollout Go(Rollout rollout, RolloutTick tick, double watched)
    {
        if (tick.Target.PercentTraffic != rollout.PercentTraffic)
        {
            // Not there yet, or somebody moved it: it is set again, and the time until it is seen in force does not count.
            return rollout.Reason?.Code == RolloutReasonCode.Shifting && rollout.State == RolloutState.Running
                ? rollout
                : rollout with
                {
                    State = RolloutState.Running,
                    Reason = RolloutReasons.Plain(RolloutReasonCode.Shifting, "setting the canary's share again"),
                };
        }

        var step = rollout.Plan.Steps[rollout.Step];
        if (rollout.StepSeconds < step.DurationSeconds)
        {
            return watched == 0 && rollout.Reason?.Code == RolloutReasonCode.Shifting ? rollout : Watch(rollout, tick);
        }

        var (analysis, code) = StepJudgement.AtEnd(rollout.Analysis!, rollout.Plan, rollout.PercentTraffic);
        rollout = ReferenceEquals(analysis, rollout.Analysis) ? rollout : rollout with { Analysis = analysis };
        var (obstacle, isApproved) = (Obstacle(rollout, code), rollout.ApprovedStep == rollout.Step);
        if (step.WaitForApproval && !isApproved)
        {
            return Hold(rollout, RolloutReasons.Plain(RolloutReasonCode.WaitingForApproval, $"step {rollout.Step} waits for approval"), tick, obstacle is null);
        }

        if (obstacle is null || isApproved)
        {
            var (outcome, why) = obstacle is null
                ? (VerdictOutcome.Successful, RolloutReasonCode.WithinLimits)
                : (VerdictOutcome.Inconclusive, RolloutReasonCode.Approved);
            return Leave(Judge(rollout, tick, outcome, RolloutReasons.WithNumbers(rollout, why)), tick);
        }

        return rollout.StepSeconds < step.DurationSeconds + (double)rollout.Plan.Analysis.EvidenceTimeoutSeconds || HookSlots.Worst(rollout)?.Outcome == VerdictOutcome.Running
            ? Watch(rollout, tick)
            : Inconclusive(rollout, Renewed(rollout, obstacle), Leave, tick);
    }

    /// <summary>Does what the plan says of a halt that is neither successful nor failed.</summary>
    public static Rollout Inconclusive(Rollout rollout, RolloutReason reason, Func<Rollout, RolloutTick, Rollout> goOn, RolloutTick tick)
    {
        var outcome = reason.Code is RolloutReasonCode.HookError or RolloutReasonCode.ProviderError ? VerdictOutcome.Error : VerdictOutcome.Inconclusive;
        switch (rollout.Plan.OnInconclusive)
        {
            case InconclusivePolicy.Promote:
                return goOn(Judge(rollout, tick, outcome, reason), tick);
            case InconclusivePolicy.Abort:
                return Judge(rollout, tick, outcome, reason) with { Phase = RolloutPhase.Aborting, State = RolloutState.Running, Reason = reason };
            default:
                return rollout.State == RolloutState.Held && rollout.Reason == reason
                    ? rollout
                    : Judge(rollout, tick, outcome, reason) with { State = RolloutState.Held, Reason = reason };
        }
    }

    /// <summary>Writes the judgement of the present step down, in place of an earlier one; what is found before promotion spoils the last step's alone when it failed.</summary>
    public static Rollout Judge(Rollout rollout, RolloutTick tick, VerdictOutcome outcome, RolloutReason reason)
    {
        if (rollout.Phase == RolloutPhase.BeforeTraffic || (rollout.Phase == RolloutPhase.BeforePromotion && outcome != VerdictOutcome.Failed))
        {
            return rollout;
        }

        var verdict = new Verdict(rollout.Step, rollout.PercentTraffic, outcome, tick.Now, reason);
        return rollout with { Verdicts = [.. rollout.Verdicts.Where(earlier => earlier.Step != rollout.Step), verdict] };
    }

    private static Rollout Leave(Rollout rollout, RolloutTick tick)
    {
        if (rollout.Step + 1 < rollout.Plan.Steps.Count)
        {
            return Enter(rollout, rollout.Step + 1);
        }

        var over = rollout with { Phase = RolloutPhase.BeforePromotion, State = RolloutState.Running, Reason = rollout.Verdicts[^1].Reason };
        return HookSlots.Hooks(over).Any() ? HookSlots.Wait(HookSlots.Begin(over)) : Promote(over, tick);
    }

    private static Rollout Watch(Rollout rollout, RolloutTick tick)
    {
        if (rollout.State == RolloutState.Running && !IsStale(rollout, RolloutReasonCode.Watching))
        {
            return rollout;
        }

        var reason = RolloutReasons.WithNumbers(rollout, RolloutReasonCode.Watching);
        return Judge(rollout, tick, VerdictOutcome.Running, reason) with { State = RolloutState.Running, Reason = reason };
    }

    private static Rollout Hold(Rollout rollout, RolloutReason reason, RolloutTick tick, bool isWithinLimits)
    {
        if (rollout.State == RolloutState.Held && rollout.Reason == reason)
        {
            return rollout;
        }

        var numbers = RolloutReasons.WithNumbers(rollout, isWithinLimits ? RolloutReasonCode.WithinLimits : RolloutReasonCode.Watching);
        var outcome = isWithinLimits ? VerdictOutcome.Successful : VerdictOutcome.Running;
        return Judge(rollout, tick, outcome, numbers) with { State = RolloutState.Held, Reason = reason };
    }

    private static RolloutReason Renewed(Rollout rollout, StepObstacle obstacle) =>
        obstacle.Plain ?? (IsStale(rollout, obstacle.Code) ? RolloutReasons.WithNumbers(rollout, obstacle.Code) : rollout.Reason!);

    private static bool IsStale(Rollout rollout, RolloutReasonCode code) =>
        rollout.Reason is not { } reason || reason.Code != code || rollout.StepSeconds - (reason.Seconds ?? 0) >= _secondsBetweenNumbers;

    // Hooks and providers first: what they say names somebody to ask.
    private static StepObstacle? Obstacle(Rollout rollout, RolloutReasonCode code)
    {
        if (HookSlots.Worst(rollout) is { } hook && hook.Outcome != VerdictOutcome.Successful)
        {
            return new(RolloutReasonCode.HookError, RolloutReasons.Plain(RolloutReasonCode.HookError, $"hook {hook.Name} gave no verdict: {hook.Message ?? "no message"}"));
        }

        if (code != RolloutReasonCode.WithinLimits)
        {
            return new(code, null);
        }

        return ProviderRecords.Obstacle(rollout) is { } provider
            ? new(provider.Code, RolloutReasons.Plain(provider.Code, $"provider {provider.Name} gives no success: {provider.Message ?? "no answer"}"))
            : null;
    }

    /// <summary>What keeps a step from being successful.</summary>
    /// <param name="Code">The code of the reason.</param>
    /// <param name="Plain">The reason, where it does not rest on requests.</param>
    private sealed record StepObstacle(RolloutReasonCode Code, RolloutReason? Plain);
}
