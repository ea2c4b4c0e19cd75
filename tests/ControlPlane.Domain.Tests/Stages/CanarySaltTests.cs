using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.Tests.Stages;

public sealed class CanarySaltTests
{
    private static readonly Stage _plain = Sample.Stage("d1");
    private static readonly Stage _canary = StageHistory.Stamp(_plain, _plain.WithCanary("d2"), Sample.Origin());

    [Fact]
    public void ANewCanary_HasASalt() => Salt(_canary).ShouldNotBeNull().Length.ShouldBe(16);

    [Theory]
    [InlineData("replace /canarySettings/percentTraffic 50")]
    [InlineData("replace /canarySettings/stageVariableOverrides/x y")]
    [InlineData("replace /variables/x y")]
    [InlineData("replace /deploymentId d3")]
    public void WhileTheCanaryStays_SoDoesItsSalt(string operation) =>
        Salt(StageHistory.Stamp(_canary, _canary.Patch(operation), Sample.Origin(1))).ShouldBe(Salt(_canary));

    [Fact]
    public void ACanaryMadeAnewForTheSameDeployment_KeepsItsSalt() =>
        Salt(StageHistory.Stamp(_canary, _canary with { CanarySettings = new CanarySettings { DeploymentId = "d2", PercentTraffic = 30 } }, Sample.Origin(1))).ShouldBe(Salt(_canary));

    [Fact]
    public void AnotherDeployment_AndTheNextCanary_HaveAnotherSalt()
    {
        var other = StageHistory.Stamp(_canary, _canary.Patch("replace /canarySettings/deploymentId d3"), Sample.Origin(1));
        Salt(other).ShouldNotBeNull();
        Salt(other).ShouldNotBe(Salt(_canary));

        var removed = StageHistory.Stamp(_canary, _canary.Patch("remove /canarySettings"), Sample.Origin(1));
        var next = StageHistory.Stamp(removed, removed.WithCanary("d2"), Sample.Origin(2));
        Salt(next).ShouldNotBeNull();
        Salt(next).ShouldNotBe(Salt(_canary));
    }

    [Fact]
    public void AChangeThatIsUndone_BringsTheSaltBack()
    {
        var other = StageHistory.Stamp(_canary, _canary.Patch("replace /canarySettings/deploymentId d3"), Sample.Origin(1));
        Salt(StageHistory.Stamp(other, _canary, Sample.Origin(2))).ShouldBe(Salt(_canary));
    }

    [Fact]
    public void ACanaryOfAnOlderVersion_GoesOnWithoutSalt()
    {
        var old = _canary with { CanarySettings = _canary.CanarySettings! with { Salt = null } };
        Salt(StageHistory.Stamp(old, old.Patch("replace /canarySettings/percentTraffic 50"), Sample.Origin(1))).ShouldBeNull();
    }

    private static string? Salt(Stage stage) => stage.CanarySettings!.Salt;
}
