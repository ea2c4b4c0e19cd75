using ControlPlane.Domain.Comparing;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.Tests.Stages;

public sealed class StageHistoryTests
{
    private static readonly Stage _plain = Sample.Stage("d1", ("a", "1"));
    private static readonly Stage _canary = StageHistory.Stamp(_plain, _plain.WithCanary("d2", ("a", "2")), Sample.Origin());

    [Theory]
    [InlineData(false, "replace /deploymentId d2", StageEventType.Deployment)]
    [InlineData(false, "replace /variables/a 2", StageEventType.Settings)]
    [InlineData(false, "replace /*/*/metrics/enabled true", StageEventType.Settings)]
    [InlineData(false, "replace /canarySettings/percentTraffic 5", StageEventType.CanaryCreated)]
    [InlineData(true, "replace /canarySettings/percentTraffic 5", StageEventType.CanaryUpdated)]
    [InlineData(true, "replace /canarySettings/stageVariableOverrides/x y", StageEventType.CanaryUpdated)]
    [InlineData(true, "remove /canarySettings", StageEventType.CanaryRemoved)]
    [InlineData(true, "replace /deploymentId d3", StageEventType.Deployment)]
    public void Stamp_TellsTheKindOfChange(bool canary, string operation, StageEventType type)
    {
        var before = canary ? _canary : _plain;
        StageHistory.Stamp(before, before.Patch(operation), Sample.Origin()).LastEvent.Type.ShouldBe(type);
    }

    [Fact]
    public void Stamp_NewStage_IsItsCreation()
    {
        (_plain.LastEvent.Type, _plain.LastEvent.Sequence, _plain.LastEvent.Actor, _plain.LastEvent.RequestId, _plain.LastEvent.DeploymentId).ShouldBe((StageEventType.StageCreated, 1, "arn:me", "request", "d1"));
        _plain.LastEvent.Changes.ShouldBe(
        [
            new("/deploymentId", null, "d1"), new("/cacheClusterEnabled", null, "false"), new("/tracingEnabled", null, "false"), new("/variables/a", null, "1"),
        ]);
    }

    [Fact]
    public void Stamp_Changes_NameEveryMemberThatChanged()
    {
        var after = StageHistory.Stamp(_canary, _canary.Patch(
            "replace /variables/b 2", "remove /variables/a", "replace /description x", "replace /canarySettings/percentTraffic 12.5", "remove /canarySettings/stageVariableOverrides/a",
            "replace /accessLogSettings/format $context.requestId"), Sample.Origin(1));
        after.LastEvent.Changes.ShouldBe(
        [
            new("/description", null, "x"), new("/accessLogSettings/format", null, "$context.requestId"), new("/variables/b", null, "2"), new("/canarySettings/percentTraffic", "10.0", "12.5"),
            new("/variables/a", "1", null), new("/canarySettings/stageVariableOverrides/a", "2", null),
        ]);
    }

    [Fact]
    public void Stamp_MethodSettings_AreNamedByTheirPatchPath()
    {
        var before = StageHistory.Stamp(_plain, _plain.Patch("replace /~1pets/GET/metrics/enabled true"), Sample.Origin());
        before.LastEvent.Changes.Count.ShouldBe(9);
        StageHistory.Stamp(before, before.Patch("replace /~1pets/GET/throttling/rateLimit 0.5"), Sample.Origin()).LastEvent.Changes
            .ShouldBe([new MemberChange("/~1pets/GET/throttling/rateLimit", "10000.0", "0.5")]);
    }

    [Fact]
    public void Stamp_Time_NeverGoesBack()
    {
        var later = StageHistory.Stamp(_plain, _plain.Patch("replace /description x"), Sample.Origin(60));
        var clockSetBack = StageHistory.Stamp(later, later.Patch("replace /description y"), Sample.Origin(-3600));
        (clockSetBack.LastEvent.Time, clockSetBack.LastEvent.Sequence).ShouldBe((later.LastEvent.Time, 3));
    }

    [Fact]
    public void Stamp_KeepsTheTokenOfTheRequest() =>
        StageHistory.Stamp(_plain, _plain, Sample.Origin() with { Token = "token" }).LastEvent.Token.ShouldBe("token");

    [Fact]
    public void Deletion_TellsWhatIsGone()
    {
        var deletion = StageHistory.Deletion(_plain, Sample.Origin(5));
        (deletion.Type, deletion.Sequence, deletion.DeploymentId).ShouldBe((StageEventType.StageDeleted, 2, null));
        deletion.Changes.ShouldContain(new MemberChange("/deploymentId", "d1", null));
        deletion.Changes.ShouldAllBe(change => change.After == null);
    }
}
