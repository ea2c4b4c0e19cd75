using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Control;

namespace ControlPlane.Rollouts.Tests.Control;

/// <summary>What keeps a rollout from going on, and who lets it.</summary>
public sealed class HoldTests
{
    [Fact]
    public void No_traffic_is_never_a_success()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 5)));
        world.Run(600, old: 100);
        (world.Rollout.State, world.Rollout.Reason!.Code).ShouldBe((RolloutState.Held, RolloutReasonCode.NoTraffic));
        world.Rollout.Reason.Message.ShouldStartWith("inconclusive after ");
        world.Target.PercentTraffic.ShouldBe(10);
        world.Rollout.Verdicts.ShouldHaveSingleItem().Outcome.ShouldBe(VerdictOutcome.Inconclusive);
        world.Told.ShouldBe([RolloutNotification.StepStarted, RolloutNotification.Held]);
    }

    [Fact]
    public void Too_few_requests_are_inconclusive()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 10)));
        world.Run(14, canary: 3, old: 30);
        (world.Rollout.State, world.Rollout.Reason!.Code).ShouldBe((RolloutState.Held, RolloutReasonCode.TooFewRequests));
        world.Rollout.Reason.Message.ShouldContain(" of the 50 requests that a judgement needs");
    }

    [Fact]
    public void A_held_rollout_goes_on_when_the_evidence_suffices()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 10)));
        world.Run(30, canary: 3, old: 30);
        (world.Rollout.State, world.Rollout.Reason!.Code).ShouldBe((RolloutState.Held, RolloutReasonCode.TooLittleEvidence));
        world.Run(300, canary: 3, old: 30);
        world.Rollout.State.ShouldBe(RolloutState.Promoted);
    }

    [Fact]
    public void A_step_waits_for_evidence_as_long_as_the_plan_says()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 10)) with { Analysis = new() { EvidenceTimeoutSeconds = 60 } });
        world.Run(60, old: 30);
        world.Rollout.State.ShouldBe(RolloutState.Running);
        world.Run(20, old: 30);
        world.Rollout.State.ShouldBe(RolloutState.Held);
    }

    [Theory]
    [InlineData(InconclusivePolicy.Abort, RolloutState.Aborted)]
    [InlineData(InconclusivePolicy.Promote, RolloutState.Promoted)]
    public void The_policy_decides(InconclusivePolicy policy, RolloutState end)
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 5)) with { OnInconclusive = policy });
        world.Run(10);
        world.Rollout.State.ShouldBe(end);
        world.Rollout.Verdicts.ShouldHaveSingleItem().Outcome.ShouldBe(VerdictOutcome.Inconclusive);
    }

    [Fact]
    public void Approval_lets_a_held_rollout_go_on()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 5), (50, 5)));
        world.Run(10);
        world.Accept(RolloutActions.Approve(world.Rollout));
        world.Run(1);
        world.Rollout.Step.ShouldBe(1);
        world.Rollout.Verdicts[0].ShouldSatisfyAllConditions(
            static verdict => verdict.Outcome.ShouldBe(VerdictOutcome.Inconclusive),
            static verdict => verdict.Reason.Code.ShouldBe(RolloutReasonCode.Approved));

        // It was for that step alone.
        world.Run(60);
        world.Rollout.State.ShouldBe(RolloutState.Held);
    }

    [Fact]
    public void A_gate_waits_for_approval_in_spite_of_all_evidence()
    {
        var world = new RolloutWorld(new RolloutPlan { Steps = [new() { PercentTraffic = 10, DurationSeconds = 30, WaitForApproval = true }] });
        world.Run(300, canary: 50, old: 450);
        (world.Rollout.State, world.Rollout.Reason!.Code).ShouldBe((RolloutState.Held, RolloutReasonCode.WaitingForApproval));
        world.Accept(RolloutActions.Approve(world.Rollout));
        world.Run(2, canary: 50, old: 450);
        world.Rollout.State.ShouldBe(RolloutState.Promoted);
        world.Rollout.Verdicts[0].Outcome.ShouldBe(VerdictOutcome.Successful);
    }

    [Fact]
    public void A_held_rollout_still_rolls_back()
    {
        var world = new RolloutWorld(new RolloutPlan { Steps = [new() { PercentTraffic = 10, WaitForApproval = true }] });
        world.Run(60, canary: 20, old: 180);
        world.Rollout.State.ShouldBe(RolloutState.Held);
        world.Run(60, canary: 20, canaryErrors: 10, old: 180);
        world.Rollout.State.ShouldBe(RolloutState.RolledBack);
    }

    [Fact]
    public void A_paused_rollout_stays_and_still_rolls_back()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 10), (50, 10)));
        world.Run(5, canary: 50, old: 450);
        world.Accept(RolloutActions.Pause(world.Rollout));
        world.Run(100, canary: 50, old: 450);
        (world.Rollout.State, world.Rollout.Step).ShouldBe((RolloutState.Paused, 0));
        world.Accept(RolloutActions.Resume(world.Rollout));
        world.Run(2, canary: 50, old: 450);
        (world.Rollout.State, world.Rollout.Step).ShouldBe((RolloutState.Running, 1));

        world.Accept(RolloutActions.Pause(world.Rollout));
        world.Run(30, canary: 250, canaryErrors: 100, old: 250);
        world.Rollout.State.ShouldBe(RolloutState.RolledBack);
        world.Told.ShouldBe([
            RolloutNotification.StepStarted, RolloutNotification.Paused, RolloutNotification.Resumed, RolloutNotification.StepStarted,
            RolloutNotification.Paused, RolloutNotification.RollingBack, RolloutNotification.RolledBack]);
    }

    [Fact]
    public void An_abort_restores_the_old_version()
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 10)));
        world.Run(5, canary: 50, old: 450);
        world.Accept(RolloutActions.Abort(world.Rollout));
        world.Run(2);
        (world.Rollout.State, world.Rollout.Reason!.Code, world.Target.Status).ShouldBe((RolloutState.Aborted, RolloutReasonCode.Aborted, TargetStatus.Restored));
        Should.Throw<ApiException>(() => RolloutActions.Abort(world.Rollout)).Message.ShouldBe("The rollout r1 is aborted and cannot be changed any more");
        Should.Throw<ApiException>(() => RolloutActions.Approve(world.Rollout)).Message.ShouldBe("The rollout r1 is aborted and waits for no approval");
        Should.Throw<ApiException>(() => RolloutActions.Resume(world.Rollout)).Message.ShouldBe("The rollout r1 is aborted, not paused");
    }

    [Theory]
    [InlineData(TargetStatus.Changed)]
    [InlineData(TargetStatus.Promoted)]
    [InlineData(TargetStatus.Restored)]
    public void A_change_from_outside_ends_it_without_an_effect(TargetStatus status)
    {
        var world = new RolloutWorld(RolloutWorld.Steps((10, 10)));
        world.Run(5, canary: 50, old: 450);
        world.Target = new(status, 0);
        world.Now = world.Now.AddSeconds(1);
        world.Tick().Effects.ShouldHaveSingleItem().ShouldBeOfType<Notify>().Kind.ShouldBe(RolloutNotification.Aborted);
        (world.Rollout.State, world.Rollout.Reason!.Code).ShouldBe((RolloutState.Aborted, RolloutReasonCode.TargetChanged));
    }
}
