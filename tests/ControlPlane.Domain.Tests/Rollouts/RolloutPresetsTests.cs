using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Domain.Tests.Rollouts;

public sealed class RolloutPresetsTests
{
    [Theory]
    [InlineData("Canary10Percent5Minutes", "10:300")]
    [InlineData("Canary10Percent10Minutes", "10:600")]
    [InlineData("Canary10Percent15Minutes", "10:900")]
    [InlineData("Canary10Percent30Minutes", "10:1800")]
    [InlineData("Linear10PercentEvery1Minute", "10:60 20:60 30:60 40:60 50:60 60:60 70:60 80:60 90:60")]
    [InlineData("Linear10PercentEvery2Minutes", "10:120 20:120 30:120 40:120 50:120 60:120 70:120 80:120 90:120")]
    [InlineData("Linear10PercentEvery3Minutes", "10:180 20:180 30:180 40:180 50:180 60:180 70:180 80:180 90:180")]
    [InlineData("Linear10PercentEvery10Minutes", "10:600 20:600 30:600 40:600 50:600 60:600 70:600 80:600 90:600")]
    [InlineData("AllAtOnce", "100:60")]
    [InlineData("CodeDeployDefault.LambdaCanary10Percent5Minutes", "10:300")]
    [InlineData("CodeDeployDefault.LambdaAllAtOnce", "100:60")]
    [InlineData("CodeDeployDefault.ECSLinear10PercentEvery1Minutes", "10:60 20:60 30:60 40:60 50:60 60:60 70:60 80:60 90:60")]
    [InlineData("CodeDeployDefault.ECSCanary10Percent15Minutes", "10:900")]
    public void Steps_of(string preset, string steps) =>
        string.Join(' ', RolloutPresets.Find(preset)!.Select(static step => $"{step.PercentTraffic}:{step.DurationSeconds}")).ShouldBe(steps);

    [Theory]
    [InlineData("canary10Percent5Minutes")]
    [InlineData("CodeDeployDefault.OneAtATime")]
    [InlineData("")]
    public void Unknown(string preset) => RolloutPresets.Find(preset).ShouldBeNull();
}
