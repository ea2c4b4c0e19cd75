using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.Tests.Stages;

public sealed class StageReleasesTests
{
    [Fact]
    public void Promote_MovesEverythingAndEndsTheCanary()
    {
        var stage = StageReleases.Promote(Sample.Stage("d1", ("a", "1"), ("b", "1")).WithCanary("d2", ("b", "2"), ("c", "2")));
        (stage.DeploymentId, stage.Variables.Text(), stage.CanarySettings).ShouldBe(("d2", "a=1 b=2 c=2", null));
        var release = stage.Releases.ShouldHaveSingleItem();
        release.DeploymentId.ShouldBe("d1");
        release.ReplacedVariables.ShouldNotBeNull().ShouldBe(new Dictionary<string, string?> { ["b"] = "1", ["c"] = null }, ignoreOrder: true);
    }

    [Fact]
    public void Promote_WithoutCanary_IsRefused() =>
        Refusal.ShouldBeBadRequest(() => StageReleases.Promote(Sample.Stage()), "Promotion not available. Canary does not exist.");

    [Fact]
    public void Promote_OverTheVariableQuota_IsRefused()
    {
        var stage = Sample.Stage("d1", [.. Enumerable.Range(0, 100).Select(i => ($"v{i}", "x"))]).WithCanary("d2", ("more", "x"));
        Refusal.ShouldBeBadRequest(() => StageReleases.Promote(stage), "Too many stage variables. A stage can have at most 100.");
    }

    [Fact]
    public void RollBack_OverSeveralReleases_RestoresTheirVariables()
    {
        var first = Sample.Stage("d1", ("a", "1"), ("keep", "x"));
        var second = StageReleases.Promote(first.WithCanary("d2", ("a", "2"), ("b", "2")));
        var third = second.Patch("replace /deploymentId d3");
        var fourth = StageReleases.Promote(third.WithCanary("d4", ("a", "4"), ("b", "4"), ("c", "4")));
        fourth.Releases.Select(release => release.DeploymentId).ShouldBe(["d1", "d2", "d3"]);

        Check(StageReleases.RollBack(fourth, fourth.Releases[2]), "d3", "a=2 b=2 keep=x", 2);
        Check(StageReleases.RollBack(fourth, fourth.Releases[1]), "d2", "a=2 b=2 keep=x", 1);
        Check(StageReleases.RollBack(fourth, fourth.Releases[0]), "d1", "a=1 keep=x", 0);
        var back = StageReleases.RollBack(fourth, fourth.Releases[2]);
        Check(StageReleases.RollBack(back, back.Releases[1]), "d2", "a=2 b=2 keep=x", 1);

        static void Check(Stage stage, string deployment, string variables, int releases) =>
            (stage.DeploymentId, stage.Variables.Text(), stage.Releases.Count, stage.CanarySettings).ShouldBe((deployment, variables, releases, null));
    }

    [Fact]
    public void RollBack_VariablesChangedByHand_StayUnlessAPromotionReplacedThem()
    {
        var stage = StageReleases.Promote(Sample.Stage("d1", ("a", "1")).WithCanary("d2", ("a", "2"))).Patch("replace /variables/hand x", "replace /variables/a 3");
        StageReleases.RollBack(stage, stage.Releases[0]).Variables.Text().ShouldBe("a=1 hand=x");
    }

    [Fact]
    public void Releases_AreRememberedUpToTheirNumber()
    {
        var stage = Sample.Stage("d0");
        for (var i = 1; i <= 30; i++)
        {
            stage = stage.Patch($"replace /deploymentId d{i}");
        }

        stage.Releases.Select(release => release.DeploymentId).ShouldBe(Enumerable.Range(10, 20).Select(i => $"d{i}"));
    }

    [Fact]
    public void Releases_SameDeploymentAgain_IsNone() => Sample.Stage("d1").Patch("replace /deploymentId d1", "replace /variables/a 2").Releases.ShouldBeEmpty();

    [Theory]
    [InlineData("d1", "a", "1", false)]
    [InlineData("d2", "a", "1", true)]
    [InlineData("d1", "a", "2", true)]
    [InlineData("d1", "b", "1", true)]
    public void CanaryDiffers_WhenItServesOtherThanTheBase(string deployment, string name, string value, bool differs) =>
        StageReleases.CanaryDiffers(Sample.Stage("d1", ("a", "1")).WithCanary(deployment, (name, value))).ShouldBe(differs);
}
