using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Control;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Rollouts.Tests.Control;

/// <summary>What holds whatever happens in whatever order.</summary>
public sealed class RolloutProperties
{
    private static readonly Gen<Happening> _happenings =
        from kind in Gen.Elements(
            Kind.Tick, Kind.Tick, Kind.Tick, Kind.Tick, Kind.Tick, Kind.TickWithoutEffects, Kind.LostWrite, Kind.Repeated, Kind.ClockLeap,
            Kind.Pause, Kind.Resume, Kind.Approve, Kind.Hook, Kind.Provider, Kind.Moved, Kind.Abort)
        from seconds in Gen.Choose(1, 90)
        from canary in Gen.Choose(0, 60)
        from errors in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Choose(0, 30)))
        from old in Gen.Choose(0, 200)
        select new Happening(kind, seconds, canary, Math.Min(errors, canary), old);

    private static readonly Gen<RolloutPlan> _plans =
        from policy in Gen.Elements(InconclusivePolicy.Hold, InconclusivePolicy.Abort, InconclusivePolicy.Promote)
        from gate in Gen.Elements(false, true)
        from hook in Gen.Elements<HookTime?>(null, HookTime.BeforeTraffic, HookTime.Step, HookTime.BeforePromotion)
        from provider in Gen.Elements(false, true)
        from last in Gen.Elements(60.0, 100.0)
        select new RolloutPlan
        {
            Steps =
            [
                new() { PercentTraffic = 10, DurationSeconds = 30 },
                new() { PercentTraffic = 30, DurationSeconds = 30, WaitForApproval = gate },
                new() { PercentTraffic = last, DurationSeconds = 60 },
            ],
            OnInconclusive = policy,
            Hooks = hook is { } when ? [new() { Name = "hook", FunctionName = "f", When = when, TimeoutSeconds = 30 }] : [],
            Providers = provider ? [new() { Name = "alarm", AlarmName = "a" }] : [],
        };

    private enum Kind
    {
        Tick,
        TickWithoutEffects,
        LostWrite,
        Repeated,
        ClockLeap,
        Pause,
        Resume,
        Approve,
        Hook,
        Provider,
        Moved,
        Abort,
    }

    [Fact]
    public void Holds_whatever_happens() => Prop.ForAll(
        (from plan in _plans from happenings in _happenings.ArrayOf(80) select (plan, happenings)).ToArbitrary(),
        static value =>
        {
            var world = new RolloutWorld(value.plan);
            foreach (var happening in value.happenings)
            {
                var before = world.Rollout;
                Happen(world, happening);
                Check(before, world);
            }
        }).QuickCheckThrowOnFailure();

    private static void Check(Rollout before, RolloutWorld world)
    {
        var after = world.Rollout;
        after.Step.ShouldBeInRange(before.Step, before.Step + 1);
        if (before.IsOver())
        {
            RolloutWorld.Json(after).ShouldBe(RolloutWorld.Json(before));
            return;
        }

        if (after.Phase == RolloutPhase.Step)
        {
            after.PercentTraffic.ShouldBe(after.Plan.Steps[after.Step].PercentTraffic);
        }

        // Every step that was left has a judgement that permits it.
        var left = after.Phase is RolloutPhase.BeforePromotion or RolloutPhase.Promoting || after.State == RolloutState.Promoted ? after.Plan.Steps.Count : after.Step;
        for (var step = 0; step < left; step++)
        {
            var verdict = after.Verdicts.Single(verdict => verdict.Step == step);
            (verdict.Outcome == VerdictOutcome.Successful
                || verdict.Reason.Code == RolloutReasonCode.Approved
                || (after.Plan.OnInconclusive == InconclusivePolicy.Promote && verdict.Outcome is VerdictOutcome.Inconclusive or VerdictOutcome.Error)
                || after.Phase is RolloutPhase.RollingBack or RolloutPhase.Over).ShouldBeTrue($"step {step} was left with {verdict}");
            if (verdict.Outcome == VerdictOutcome.Successful)
            {
                verdict.Reason.Canary!.Requests.ShouldBeGreaterThanOrEqualTo(50);
            }
        }

        if (after.State == RolloutState.Promoted)
        {
            before.Phase.ShouldBe(RolloutPhase.Promoting);
        }

        // What is decided for the same world again is the same.
        var tick = world.Observe();
        var once = RolloutController.Tick(after, tick).Rollout;
        RolloutWorld.Json(RolloutController.Tick(once, tick).Rollout).ShouldBe(RolloutWorld.Json(once));
    }

    private static void Happen(RolloutWorld world, Happening happening)
    {
        world.EffectsWork = happening.Kind != Kind.TickWithoutEffects;
        for (var i = 0; i < 10; i++)
        {
            world.Serve(world.Target.PercentTraffic > 0 ? happening.Canary : 0, happening.Errors, happening.Old, 0);
        }

        world.Now = world.Now.AddSeconds(happening.Seconds);
        switch (happening.Kind)
        {
            case Kind.LostWrite:
                // Decided, and then the process died before it was stored.
                RolloutController.Tick(world.Rollout, world.Observe());
                return;
            case Kind.Repeated:
                world.Tick();
                return;
            case Kind.ClockLeap:
                world.Now = world.Now.AddSeconds(happening.Canary % 2 == 0 ? -happening.Seconds * 60 : happening.Seconds * 60);
                world.Tick();
                return;
            case Kind.Pause when world.Rollout.Phase is RolloutPhase.BeforeTraffic or RolloutPhase.Step or RolloutPhase.BeforePromotion:
                world.Accept(RolloutActions.Pause(world.Rollout));
                return;
            case Kind.Resume when world.Rollout.PausedByOperator:
                world.Accept(RolloutActions.Resume(world.Rollout));
                return;
            case Kind.Approve when world.Rollout.State == RolloutState.Held:
                world.Accept(RolloutActions.Approve(world.Rollout));
                return;
            case Kind.Abort when happening.Seconds > 80 && world.Rollout.Phase == RolloutPhase.Step:
                world.Accept(RolloutActions.Abort(world.Rollout));
                return;
            case Kind.Moved:
                world.Target = world.Target with { PercentTraffic = happening.Seconds };
                world.Tick();
                return;
            case Kind.Hook when world.Rollout.HookRuns is [.., { Outcome: VerdictOutcome.Running } run]:
                world.Tick(new HookAnswer(run.Name, run.Step, run.Attempt, happening.Seconds < 5 ? VerdictOutcome.Error : VerdictOutcome.Successful, null));
                return;
            case Kind.Provider when world.Rollout.Phase == RolloutPhase.Step:
                world.Tick(reading: new ProviderReading("alarm", world.Now, happening.Seconds < 5 ? VerdictOutcome.Error : VerdictOutcome.Successful, null));
                return;
            default:
                world.Tick();
                return;
        }
    }

    private sealed record Happening(Kind Kind, int Seconds, int Canary, int Errors, int Old);
}
