namespace ControlPlane.Rollouts.Simulation;

/// <summary>What the controller is tried with.</summary>
public static class Scenarios
{
    private static readonly (double, int)[] ThreeSteps = [(5, 600), (25, 600), (50, 600)];

    /// <summary>The new version is as good as the old one.</summary>
    public static IReadOnlyList<Scenario> Healthy { get; } =
    [
        new("steady, 5 % for 30 min"),
        new("steady, 5 / 25 / 50 % for 10 min each") { Plan = Scenario.Steps(ThreeSteps) },
        new("steady, 5 / 25 / 50 % for 5 min each") { Plan = Scenario.Steps((5, 300), (25, 300), (50, 300)) },
        new("load swings by 90 %, errors by 80 %") { Rate = static t => 100 * (1 + (0.9 * Math.Sin(t / 60))), BaseErrors = static t => 0.005 * (1 + (0.8 * Math.Sin(t / 41))), Plan = Scenario.Steps(ThreeSteps) },
        new("diurnal load 10 to 190/s") { Rate = static t => 100 + (90 * Math.Sin((t / 1800 * 2 * Math.PI) - 1)), Plan = Scenario.Steps(ThreeSteps) },
        new("bursts of 20 times the load, 5 % errors in them") { Rate = static t => InBurst(t) ? 1000 : 50, BaseErrors = static t => InBurst(t) ? 0.05 : 0.005 },
        new("errors 20 %, canary 30 %") { BaseErrors = static _ => 0.2, Plan = Scenario.Steps((30, 1800)) },
        new("both have a bad day: 20 % errors, 3 x latency") { BaseErrors = static t => IsBad(t) ? 0.2 : 0.005, BaseLatency = static t => IsBad(t) ? LatencyModel.Tripled : LatencyModel.Usual, Plan = Scenario.Steps(ThreeSteps) },
        new("the same, counters a tick apart") { BaseErrors = static t => IsBad(t) ? 0.2 : 0.005, BaseLatency = static t => IsBad(t) ? LatencyModel.Tripled : LatencyModel.Usual, Plan = Scenario.Steps(ThreeSteps), FlushApart = true },
        new("bad seconds, one in 20: 50 % errors, counters apart") { BaseErrors = static t => (int)t % 20 == 7 ? 0.5 : 0.005, FlushApart = true },
        new("low traffic 5/s") { Rate = static _ => 5 },
        new("counters every 10 s, ticks every 60 s") { FlushSeconds = 10, TickSeconds = 60 },
    ];

    /// <summary>The new version is worse.</summary>
    public static IReadOnlyList<Scenario> Regressions { get; } =
    [
        new("errors 0.5 to 5 %") { CanaryErrors = static _ => 0.05, WorseFrom = 0 },
        new("errors 0.5 to 2 %") { CanaryErrors = static _ => 0.02, WorseFrom = 0 },
        new("errors 0.5 to 1 %") { CanaryErrors = static _ => 0.01, WorseFrom = 0 },
        new("errors 0.5 to 5 % after 20 min") { CanaryErrors = static t => t < 1200 ? 0.005 : 0.05, WorseFrom = 1200 },
        new("errors 0.5 to 5 %, swinging load and errors") { Rate = static t => 100 * (1 + (0.9 * Math.Sin(t / 60))), BaseErrors = static t => 0.005 * (1 + (0.8 * Math.Sin(t / 41))), CanaryErrors = static _ => 0.05, WorseFrom = 0 },
        new("errors 0.5 to 5 %, bursts") { Rate = static t => InBurst(t) ? 1000 : 50, BaseErrors = static t => InBurst(t) ? 0.05 : 0.005, CanaryErrors = static t => InBurst(t) ? 0.15 : 0.05, WorseFrom = 0 },
        new("dead: errors 0.1 to 50 %") { BaseErrors = static _ => 0.001, CanaryErrors = static _ => 0.5, WorseFrom = 0 },
        new("dead: all fail") { CanaryErrors = static _ => 1, WorseFrom = 0 },
        new("all latencies doubled") { CanaryLatency = static _ => LatencyModel.Doubled, WorseFrom = 0 },
        new("p99 doubled, p90 unchanged") { CanaryLatency = static _ => LatencyModel.DoubledTail, WorseFrom = 0 },
        new("5/s, errors 0.5 to 5 %") { Rate = static _ => 5, CanaryErrors = static _ => 0.05, WorseFrom = 0 },
        new("errors 0.5 to 5 %, counters every 10 s") { CanaryErrors = static _ => 0.05, WorseFrom = 0, FlushSeconds = 10 },
        new("errors 0.5 to 5 %, ticks every 60 s") { CanaryErrors = static _ => 0.05, WorseFrom = 0, TickSeconds = 60 },
        new("AllAtOnce, errors 0.5 to 5 %") { CanaryErrors = static _ => 0.05, WorseFrom = 0, Plan = new() { Preset = "AllAtOnce" } },
    ];

    private static bool IsBad(double t) => t is >= 300 and < 900;

    private static bool InBurst(double t) => t % 97 < 5;
}
