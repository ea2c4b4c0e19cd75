using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Control;

namespace ControlPlane.Rollouts.Tests.Control;

/// <summary>From the first step to promotion, or back.</summary>
public sealed class StepTests
{
    [Fact]
    public void A_healthy_version_is_promoted_step_by_step()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 60), (50, 60)));
        world.Run(61, canary: 20, old: 180);
        world.Rollout.Step.ShouldBe(0);
        world.Run(1, canary: 20, old: 180);
        (world.Rollout.Step, world.Rollout.PercentTraffic, world.Rollout.State).ShouldBe((1, 50, RolloutState.Running));
        world.Run(120, canary: 100, old: 100);

        world.Rollout.State.ShouldBe(RolloutState.Promoted);
        world.Rollout.PercentTraffic.ShouldBe(100);
        world.Rollout.Verdicts.Select(static verdict => verdict.Outcome).ShouldBe([VerdictOutcome.Successful, VerdictOutcome.Successful]);
        world.Rollout.Reason!.Code.ShouldBe(RolloutReasonCode.Promoted);
        world.Rollout.Reason.Message.ShouldBe("promoted; the last step was successful after 60 s at 50 %: the canary's 5xx rate was 0.0 % against 0.0 % (n = 6,100 / 6,100)");
        world.Told.ShouldBe([RolloutNotification.StepStarted, RolloutNotification.StepStarted, RolloutNotification.Promoting, RolloutNotification.Promoted]);
        world.Effects.OfType<Notify>().Select(static told => told.Sequence).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void A_worse_version_is_rolled_back_with_numbers()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 300)));
        world.Run(10, canary: 20, old: 180, baseErrors: 1);
        world.Run(60, canary: 20, canaryErrors: 3, old: 180, baseErrors: 1);

        world.Rollout.State.ShouldBe(RolloutState.RolledBack);
        world.Rollout.PercentTraffic.ShouldBe(0);
        var reason = world.Rollout.Reason!;
        reason.Code.ShouldBe(RolloutReasonCode.ErrorRateWorse);
        reason.Message.ShouldMatch(@"^rolled back after \d+ s at 10 % because the canary's 5xx rate was \d+\.\d+ % against 0\.5\d % \(p < 0\.0+1, n = \d+ / [\d,]+\)$");
        reason.PValue!.Value.ShouldBeInRange(0, 0.01);
        reason.Canary!.ErrorRate.ShouldBeInRange(reason.Canary.ErrorRateLow, reason.Canary.ErrorRateHigh);
        world.Rollout.Verdicts.ShouldHaveSingleItem().Outcome.ShouldBe(VerdictOutcome.Failed);
        world.Told.ShouldBe([RolloutNotification.StepStarted, RolloutNotification.RollingBack, RolloutNotification.RolledBack]);
    }

    [Fact]
    public void A_slower_version_is_rolled_back()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 300)));
        world.Serve(0, 0, 1000, 0);
        world.Run(30, canary: 20, old: 180, canaryMillis: 100);
        world.Rollout.State.ShouldBe(RolloutState.RolledBack);
        world.Rollout.Reason!.Code.ShouldBe(RolloutReasonCode.LatencyWorse);
        world.Rollout.Reason.Message.ShouldContain("p99 103 ms against 52 ms");
    }

    [Fact]
    public void Latency_is_not_compared_when_the_plan_says_so()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 60)) with { Analysis = new() { CompareLatency = false } });
        world.Run(90, canary: 20, old: 180, canaryMillis: 100);
        world.Rollout.State.ShouldBe(RolloutState.Promoted);
    }

    [Theory]
    [InlineData(20, 5, 50, RolloutReasonCode.ErrorRateLimit)]
    [InlineData(20, 0, 400, RolloutReasonCode.LatencyLimit)]
    public void A_limit_counts_whatever_the_base_does(int requests, int errors, int millis, RolloutReasonCode code)
    {
        var world = new RolloutWorld(RolloutWorld.Steps((50, 300)) with { Analysis = new() { MaxErrorRate = 0.05, MaxP99Millis = 200 } });
        world.Run(60, canary: requests, canaryErrors: errors, old: requests, baseErrors: errors, canaryMillis: millis, baseMillis: millis);
        world.Rollout.State.ShouldBe(RolloutState.RolledBack);
        world.Rollout.Reason!.Code.ShouldBe(code);
        world.Rollout.Reason.Limit.ShouldBe(code == RolloutReasonCode.ErrorRateLimit ? 0.05 : 200);
    }

    [Fact]
    public void A_trouble_that_both_have_is_nobodys_fault()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((50, 60)));
        world.Run(90, canary: 40, canaryErrors: 20, old: 40, baseErrors: 20);
        world.Rollout.State.ShouldBe(RolloutState.Promoted);
    }

    [Fact]
    public void Client_aborts_and_client_errors_are_not_held_against_the_canary()
    {
        var counts = new Domain.Metrics.RequestCounts();
        counts.Add(null, TimeSpan.FromSeconds(1), TimeSpan.Zero);
        counts.Add(404, TimeSpan.FromSeconds(1), TimeSpan.Zero);
        counts.Add(502, TimeSpan.FromSeconds(1), TimeSpan.Zero);
        var tally = Rollouts.Analysis.VariantTallies.Sum([new(DateTimeOffset.UnixEpoch, counts)], DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        tally.Requests.ShouldBe(2);
        Rollouts.Analysis.VariantTallies.Errors(tally, countClientErrors: false).ShouldBe(1);
        Rollouts.Analysis.VariantTallies.Errors(tally, countClientErrors: true).ShouldBe(2);
    }

    [Fact]
    public void All_at_once_is_judged_by_what_the_old_version_did_before()
    {
        var world = new RolloutWorld(new RolloutPlan { Preset = "AllAtOnce" });
        world.Serve(0, 0, 2000, 10);
        world.Run(100, canary: 100, canaryErrors: 0, old: 100);
        world.Rollout.State.ShouldBe(RolloutState.Promoted);

        world = new RolloutWorld(new RolloutPlan { Preset = "AllAtOnce" });
        world.Serve(0, 0, 2000, 10);
        world.Run(100, canary: 100, canaryErrors: 20, old: 100);
        world.Rollout.State.ShouldBe(RolloutState.RolledBack);
        world.Rollout.Reason!.Code.ShouldBe(RolloutReasonCode.ErrorRateWorse);
        world.Rollout.StepSeconds.ShouldBeLessThan(10);
    }

    [Fact]
    public void Notifications_and_effects_of_the_end_come_once_it_is_seen()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 30))) { EffectsWork = true };
        world.Run(30, canary: 50, old: 450);
        world.EffectsWork = false;
        world.Run(10, canary: 50, old: 450);
        (world.Rollout.Phase, world.Rollout.State).ShouldBe((RolloutPhase.Promoting, RolloutState.Running));
        world.Effects.OfType<Promote>().Count().ShouldBeGreaterThan(5);
        world.EffectsWork = true;
        world.Run(2);
        world.Rollout.State.ShouldBe(RolloutState.Promoted);
        world.Tick().Effects.ShouldBeEmpty();
    }
}
