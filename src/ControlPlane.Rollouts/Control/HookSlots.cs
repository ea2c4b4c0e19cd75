using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Control;

/// <summary>Which hooks belong to where a rollout is, and what their answers come to.</summary>
internal static class HookSlots
{
    // Beyond a hook's own time-out: whoever asks it needs a moment, and may have died asking.
    private const double _graceSeconds = 15;

    /// <summary>Where a rollout is, for hooks and approvals: its step, -1 before traffic, the number of steps before promotion.</summary>
    public static int SlotOf(Rollout rollout) => rollout.Phase switch
    {
        RolloutPhase.BeforeTraffic => -1,
        RolloutPhase.Step => rollout.Step,
        _ => rollout.Plan.Steps.Count,
    };

    /// <summary>Takes in answers, and gives up or asks again what had none for too long.</summary>
    public static Rollout TakeIn(Rollout rollout, IReadOnlyList<HookAnswer> answers, double watchedSeconds)
    {
        if (rollout.HookRuns.All(static run => run.Outcome != VerdictOutcome.Running))
        {
            return rollout;
        }

        var runs = new List<HookRun>(rollout.HookRuns.Count);
        foreach (var run in rollout.HookRuns)
        {
            runs.Add(run.Outcome == VerdictOutcome.Running ? TakeIn(rollout.Plan, run, answers, watchedSeconds) : run);
        }

        return runs.SequenceEqual(rollout.HookRuns) ? rollout : rollout with { HookRuns = runs };
    }

    /// <summary>Asks for the hooks of where a rollout is.</summary>
    public static Rollout Begin(Rollout rollout)
    {
        var slot = SlotOf(rollout);
        var due = Hooks(rollout).Where(hook => !rollout.HookRuns.Any(run => run.Name == hook.Name && run.Step == slot)).ToList();
        return due.Count == 0
            ? rollout
            : rollout with { HookRuns = [.. rollout.HookRuns, .. due.Select(hook => new HookRun(hook.Name, slot, 1, 0, VerdictOutcome.Running, null))] };
    }

    /// <summary>The hooks of where a rollout is.</summary>
    public static IEnumerable<RolloutHook> Hooks(Rollout rollout)
    {
        var when = rollout.Phase switch
        {
            RolloutPhase.BeforeTraffic => HookTime.BeforeTraffic,
            RolloutPhase.Step => HookTime.Step,
            _ => HookTime.BeforePromotion,
        };
        return rollout.Plan.Hooks.Where(hook => hook.When == when);
    }

    /// <summary>The run with the worst outcome where a rollout is, or null when there is none: failed, error, inconclusive, running, successful.</summary>
    public static HookRun? Worst(Rollout rollout)
    {
        var slot = SlotOf(rollout);
        HookRun? worst = null;
        foreach (var run in rollout.HookRuns)
        {
            if (run.Step == slot && (worst is null || Badness(run.Outcome) > Badness(worst.Outcome)))
            {
                worst = run;
            }
        }

        return worst;
    }

    /// <summary>A rollout that waits for the hooks of where it is.</summary>
    public static Rollout Wait(Rollout rollout)
    {
        var reason = RolloutReasons.Plain(RolloutReasonCode.WaitingForHooks, $"waiting for hook {Worst(rollout)!.Name}");
        return rollout with { State = RolloutState.Running, Reason = rollout.Reason == reason ? rollout.Reason : reason };
    }

    private static int Badness(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Successful => 0,
        VerdictOutcome.Running => 1,
        VerdictOutcome.Inconclusive => 2,
        VerdictOutcome.Error => 3,
        _ => 4,
    };

    private static HookRun TakeIn(RolloutPlan plan, HookRun run, IReadOnlyList<HookAnswer> answers, double watchedSeconds)
    {
        var hook = plan.Hooks.First(hook => hook.Name == run.Name);
        foreach (var answer in answers)
        {
            if (answer.Name == run.Name && answer.Step == run.Step && answer.Attempt == run.Attempt && answer.Outcome != VerdictOutcome.Running)
            {
                return answer.Outcome == VerdictOutcome.Error ? Again(hook, run, answer.Message) : run with { Outcome = answer.Outcome, Message = answer.Message };
            }
        }

        var timeout = hook.TimeoutSeconds ?? RolloutHook.DefaultTimeoutSeconds;
        var waited = run.WaitedSeconds + watchedSeconds;
        return waited <= timeout + _graceSeconds ? run with { WaitedSeconds = waited } : Again(hook, run, $"no answer within {timeout} s");
    }

    private static HookRun Again(RolloutHook hook, HookRun run, string? message) => run.Attempt <= hook.Retries
        ? run with { Attempt = run.Attempt + 1, WaitedSeconds = 0, Message = message }
        : run with { Outcome = VerdictOutcome.Error, Message = message };
}
