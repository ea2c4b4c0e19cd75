using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Control;

/// <summary>What follows from how a rollout stands and from what was found.</summary>
internal static class RolloutEffects
{
    /// <summary>The decision with its effects.</summary>
    /// <param name="before">The rollout before the tick.</param>
    /// <param name="after">After it.</param>
    /// <param name="tick">The tick.</param>
    public static RolloutDecision Of(Rollout before, Rollout after, RolloutTick tick)
    {
        var effects = new List<RolloutEffect>();
        switch (after.Phase)
        {
            case RolloutPhase.Step or RolloutPhase.BeforePromotion when tick.Target.PercentTraffic != after.PercentTraffic:
                effects.Add(new SetPercent(after.PercentTraffic));
                break;
            case RolloutPhase.Promoting:
                effects.Add(new Promote());
                break;
            case RolloutPhase.RollingBack or RolloutPhase.Aborting:
                effects.Add(new Restore());
                break;
            default:
                break;
        }

        if (after.Phase is RolloutPhase.BeforeTraffic or RolloutPhase.Step or RolloutPhase.BeforePromotion)
        {
            Ask(after, tick, effects);
        }

        var told = new List<RolloutNotification>();
        Tell(before, after, told);
        if (told.Count > 0)
        {
            after = after with { Notifications = after.Notifications + told.Count };
            for (var i = 0; i < told.Count; i++)
            {
                effects.Add(new Notify(after.Notifications - told.Count + i + 1, told[i], after));
            }
        }

        return new RolloutDecision(after, effects);
    }

    /// <summary>A rollout that somebody changed, with the notification of it.</summary>
    public static RolloutDecision Told(Rollout rollout, RolloutNotification kind)
    {
        var told = rollout with { Notifications = rollout.Notifications + 1 };
        return new RolloutDecision(told, [new Notify(told.Notifications, kind, told)]);
    }

    private static void Ask(Rollout rollout, RolloutTick tick, List<RolloutEffect> effects)
    {
        foreach (var run in rollout.HookRuns)
        {
            if (run.Outcome == VerdictOutcome.Running && run.Step == HookSlots.SlotOf(rollout))
            {
                effects.Add(new AskHook(rollout.Plan.Hooks.First(hook => hook.Name == run.Name), run.Step, run.Attempt));
            }
        }

        if (rollout.Phase == RolloutPhase.Step && rollout.Plan.Providers.Count > 0)
        {
            effects.AddRange(ProviderRecords.Due(rollout, tick.Now).Select(static provider => new AskProvider(provider)));
        }
    }

    private static void Tell(Rollout before, Rollout after, List<RolloutNotification> told)
    {
        if (after.Phase != before.Phase || after.Step != before.Step)
        {
            told.AddRange(after.Phase switch
            {
                RolloutPhase.Step => [RolloutNotification.StepStarted],
                RolloutPhase.Promoting => [RolloutNotification.Promoting],
                RolloutPhase.RollingBack => [RolloutNotification.RollingBack],
                RolloutPhase.Aborting => [RolloutNotification.Aborting],
                RolloutPhase.Over => [Ending(after.State)],
                _ => [],
            });
            return;
        }

        if (after.State != before.State)
        {
            told.Add(after.State == RolloutState.Held ? RolloutNotification.Held : RolloutNotification.Resumed);
        }
    }

    private static RolloutNotification Ending(RolloutState state) => state switch
    {
        RolloutState.Promoted => RolloutNotification.Promoted,
        RolloutState.RolledBack => RolloutNotification.RolledBack,
        _ => RolloutNotification.Aborted,
    };
}
