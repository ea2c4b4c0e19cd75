using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Control;

namespace ControlPlane.Rollouts.Tests.Control;

public sealed class HookAndProviderTests
{
    private static readonly RolloutHook _hook = new() { Name = "smoke", FunctionName = "smoke", TimeoutSeconds = 20, Retries = 1 };

    [Theory]
    [InlineData(HookTime.BeforeTraffic, -1)]
    [InlineData(HookTime.Step, 0)]
    [InlineData(HookTime.BeforePromotion, 1)]
    public void A_hook_is_waited_for(HookTime when, int slot)
    {
        var world = World(when);
        world.Run(12, canary: 50, old: 450);
        world.Rollout.State.ShouldBe(RolloutState.Running);
        world.Effects.OfType<AskHook>().Distinct().ShouldBe([new AskHook(world.Rollout.Plan.Hooks[0], slot, 1)]);
        if (when == HookTime.BeforeTraffic)
        {
            world.Target.PercentTraffic.ShouldBe(0);
        }

        Answer(world, VerdictOutcome.Successful, slot);
        world.Run(20, canary: 50, old: 450);
        world.Rollout.State.ShouldBe(RolloutState.Promoted);
    }

    [Theory]
    [InlineData(HookTime.BeforeTraffic, -1)]
    [InlineData(HookTime.Step, 0)]
    [InlineData(HookTime.BeforePromotion, 1)]
    public void A_hook_that_says_no_rolls_back(HookTime when, int slot)
    {
        var world = World(when);
        world.Run(12, canary: 50, old: 450);
        Answer(world, VerdictOutcome.Failed, slot);
        world.Run(1);
        (world.Rollout.State, world.Rollout.Reason!.Message).ShouldBe((RolloutState.RolledBack, "rolled back because hook smoke failed: checked"));
    }

    [Fact]
    public void A_hook_without_answer_is_asked_again_and_then_holds()
    {
        var world = World(HookTime.BeforeTraffic);
        world.Run(36);
        world.Rollout.HookRuns[0].Attempt.ShouldBe(1);
        world.Run(2);
        world.Rollout.HookRuns[0].Attempt.ShouldBe(2);

        // Its first attempt's answer comes too late.
        Answer(world, VerdictOutcome.Failed, -1);
        world.Rollout.HookRuns[0].Outcome.ShouldBe(VerdictOutcome.Running);
        world.Run(40);
        (world.Rollout.State, world.Rollout.Reason!.Message).ShouldBe((RolloutState.Held, "hook smoke gave no verdict: no answer within 20 s"));
        world.Accept(RolloutActions.Approve(world.Rollout));
        world.Run(2);
        world.Rollout.Phase.ShouldBe(RolloutPhase.Step);
    }

    [Fact]
    public void A_provider_must_give_success()
    {
        var world = World(null);
        world.Run(20, canary: 50, old: 450);
        (world.Rollout.State, world.Rollout.Reason!.Code).ShouldBe((RolloutState.Held, RolloutReasonCode.ProviderInconclusive));
        Read(world, VerdictOutcome.Successful);
        world.Run(2, canary: 50, old: 450);
        world.Rollout.State.ShouldBe(RolloutState.Promoted);
    }

    [Fact]
    public void A_provider_that_fails_rolls_back_when_it_is_over_its_limit()
    {
        var world = World(null);
        world.Run(2, canary: 50, old: 450);
        Read(world, VerdictOutcome.Failed);
        var duplicate = new ProviderReading("alarm", world.Rollout.ProviderRecords[0].MeasuredAt, VerdictOutcome.Failed, "ALARM");
        world.Tick(reading: duplicate);
        world.Rollout.Phase.ShouldBe(RolloutPhase.Step);
        Read(world, VerdictOutcome.Failed);
        world.Run(1);
        (world.Rollout.State, world.Rollout.Reason!.Code).ShouldBe((RolloutState.RolledBack, RolloutReasonCode.ProviderFailed));
    }

    [Fact]
    public void A_provider_that_does_not_work_is_an_error_not_a_failure()
    {
        var world = World(null);
        world.Run(2, canary: 50, old: 450);
        for (var i = 0; i < 5; i++)
        {
            Read(world, VerdictOutcome.Error);
        }

        world.Run(20, canary: 50, old: 450);
        (world.Rollout.State, world.Rollout.Reason!.Code).ShouldBe((RolloutState.Held, RolloutReasonCode.ProviderError));
        world.Rollout.Verdicts[0].Outcome.ShouldBe(VerdictOutcome.Error);
    }

    [Fact]
    public void Providers_are_asked_by_their_interval()
    {
        var world = World(null);
        world.Run(2, canary: 1, old: 9);
        world.Effects.OfType<AskProvider>().ShouldNotBeEmpty();
        Read(world, VerdictOutcome.Successful);
        world.Effects.Clear();
        world.Run(4, canary: 1, old: 9);
        world.Effects.OfType<AskProvider>().ShouldBeEmpty();
        world.Run(2, canary: 1, old: 9);
        world.Effects.OfType<AskProvider>().ShouldNotBeEmpty();
    }

    private static RolloutWorld World(HookTime? when) => new(RolloutWorld.Steps((10, 10)) with
    {
        Hooks = when is { } time ? [_hook with { When = time }] : [],
        Providers = when is null ? [new() { Name = "alarm", AlarmName = "errors", IntervalSeconds = 5, FailureLimit = 1 }] : [],
    });

    private static void Answer(RolloutWorld world, VerdictOutcome outcome, int slot)
    {
        world.Now = world.Now.AddSeconds(1);
        world.Tick(new HookAnswer("smoke", slot, 1, outcome, "checked"));
    }

    private static void Read(RolloutWorld world, VerdictOutcome outcome)
    {
        world.Now = world.Now.AddSeconds(1);
        world.Tick(reading: new ProviderReading("alarm", world.Now, outcome, "ALARM"));
    }
}
