using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Control;

namespace ControlPlane.Rollouts.Tests.Control;

/// <summary>Crashes, missed and repeated ticks, clocks that leap, counters that come in apart.</summary>
public sealed class FaultTests
{
    [Fact]
    public void A_share_that_was_not_set_is_set_again_and_its_time_does_not_count()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 10))) { EffectsWork = false };
        world.Run(50, old: 100);
        world.Effects.OfType<SetPercent>().Count().ShouldBe(50);
        (world.Rollout.StepSeconds, world.Rollout.State).ShouldBe((0, RolloutState.Running));
        world.EffectsWork = true;
        world.Run(9, canary: 10, old: 90);
        world.Rollout.State.ShouldBe(RolloutState.Running);
        world.Rollout.StepSeconds.ShouldBe(7);
    }

    [Fact]
    public void A_share_that_somebody_moved_is_moved_back()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 30)));
        world.Run(5, canary: 10, old: 90);
        world.Target = world.Target with { PercentTraffic = 70 };
        world.Run(1, canary: 10, old: 90);
        world.Target.PercentTraffic.ShouldBe(10);
    }

    [Fact]
    public void A_late_controller_feeds_all_counts_and_takes_one_step()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 60), (20, 60), (50, 60)));
        world.Run(5, canary: 50, old: 450);
        for (var i = 0; i < 1200; i++)
        {
            world.Now = world.Now.AddSeconds(1);
            world.Serve(50, 0, 450, 0);
        }

        world.Tick();
        (world.Rollout.Step, world.Rollout.Verdicts[0].Reason.Canary!.Requests).ShouldBe((1, 50 * 1204));
        world.Tick();
        world.Rollout.Step.ShouldBe(1);
    }

    [Fact]
    public void A_late_controller_sees_what_failed_while_it_was_away()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 60), (20, 60)));
        world.Run(5, canary: 50, old: 450);
        for (var i = 0; i < 600; i++)
        {
            world.Now = world.Now.AddSeconds(1);
            world.Serve(50, 10, 450, 0);
        }

        world.Run(2, canary: 50, canaryErrors: 10, old: 450);
        world.Rollout.Step.ShouldBe(0);
        world.Rollout.Phase.ShouldBe(RolloutPhase.RollingBack);
    }

    [Fact]
    public void A_repeated_tick_changes_nothing()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 30), (50, 30)));
        for (var i = 0; i < 70; i++)
        {
            world.Run(1, canary: 50, canaryErrors: 1, old: 450, baseErrors: 9);
            var tick = world.Observe();
            var first = RolloutController.Tick(world.Rollout, tick).Rollout;
            RolloutWorld.Json(RolloutController.Tick(first, tick).Rollout).ShouldBe(RolloutWorld.Json(first));
        }
    }

    [Fact]
    public void A_read_that_is_older_than_the_one_before_is_not_counted_twice()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 300)));
        world.Run(5, canary: 50, old: 450);
        var old = world.Observe();
        world.Run(5, canary: 50, old: 450);
        var requests = world.Rollout.Analysis!.StepCanary.Requests;
        world.Accept(RolloutController.Tick(world.Rollout, old with { Now = world.Now.AddSeconds(1), Target = world.Target }));
        world.Now = world.Now.AddSeconds(2);
        world.Tick();
        world.Rollout.Analysis!.StepCanary.Requests.ShouldBe(requests);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(-100_000)]
    public void A_clock_that_leaps_and_comes_back_does_no_harm(int seconds)
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 600)));
        world.Run(60, canary: 50, old: 450);
        var right = world.Now;
        world.Now = right.AddSeconds(seconds);
        world.Tick();
        world.Now = right.AddSeconds(1);
        world.Tick();
        world.Rollout.StepSeconds.ShouldBeInRange(58, 58 + 121);
        world.Rollout.Step.ShouldBe(0);

        // What comes after it is counted as before.
        var requests = world.Rollout.Analysis!.StepCanary.Requests;
        world.Run(10, canary: 50, old: 450);
        world.Rollout.Analysis!.StepCanary.Requests.ShouldBe(requests + 500);
    }

    [Fact]
    public void Counters_that_come_in_a_tick_apart_do_not_look_like_a_broken_canary()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 600)));
        world.Run(60, canary: 50, old: 450);

        // Something both depend on breaks: the canary's counts of that second come first.
        world.Now = world.Now.AddSeconds(1);
        world.Serve(50, 40, 450, 0);
        world.Tick();
        world.Now = world.Now.AddSeconds(1);
        world.Serve(50, 40, 450, 360);
        world.Tick();
        world.Now = world.Now.AddSeconds(1);
        world.Serve(50, 0, 450, 360);
        world.Tick();
        world.Run(20, canary: 50, old: 450);
        (world.Rollout.Phase, world.Rollout.State).ShouldBe((RolloutPhase.Step, RolloutState.Running));
    }

    [Fact]
    public void Counters_of_minutes_that_are_closed_are_not_read_again()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 3600)));
        world.Run(1800, canary: 5, old: 45);
        var from = Rollouts.Analysis.RolloutEvidence.FirstMinute(world.Rollout);
        (world.Now - from).TotalMinutes.ShouldBeInRange(5, 7);
        world.Rollout.Analysis!.StepCanary.Requests.ShouldBe(5 * 1799);
    }
}
