using ControlPlane.Rollouts.Simulation;

namespace ControlPlane.Rollouts.Tests.Simulation;

/// <summary>
/// A slice of the simulation: seeds are fixed, so that it always comes out the same; bounds are wide enough for another sequence of random numbers.
/// </summary>
public sealed class SimulationTests
{
    [Theory]
    [InlineData("steady, 5 / 25 / 50 % for 5 min each")]
    [InlineData("the same, counters a tick apart")]
    [InlineData("load swings by 90 %, errors by 80 %")]
    public void Healthy_versions_are_promoted(string name)
    {
        var report = Report.Of(Scenarios.Healthy.Single(scenario => scenario.Name == name), 60);
        report.RolledBack.ShouldBeLessThanOrEqualTo(0.07);
        report.FirstStepInTime.ShouldBeGreaterThanOrEqualTo(0.85);
    }

    [Theory]
    [InlineData("errors 0.5 to 5 %", 20, 60)]
    [InlineData("errors 0.5 to 2 %", 100, 300)]
    [InlineData("dead: all fail", 8, 8)]
    [InlineData("all latencies doubled", 20, 60)]
    [InlineData("p99 doubled, p90 unchanged", 60, 180)]
    public void Worse_versions_are_found(string name, double median, double late)
    {
        var report = Report.Of(Scenarios.Regressions.Single(scenario => scenario.Name == name), 60);
        report.Missed.ShouldBe(0);
        report.DetectedBy(0.5).ShouldBeLessThanOrEqualTo(median * 1.3);
        report.DetectedBy(0.9).ShouldBeLessThanOrEqualTo(late);
    }
}
