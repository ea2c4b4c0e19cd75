using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Simulation;

/// <summary>Synthetic traffic and the plan it is rolled out by. Functions take seconds since the first step.</summary>
public sealed record Scenario(string Name)
{
    /// <summary>Requests per second of both versions together.</summary>
    public Func<double, double> Rate { get; init; } = static _ => 100;

    /// <summary>The old version's share of failures.</summary>
    public Func<double, double> BaseErrors { get; init; } = static _ => 0.005;

    /// <summary>The new version's share of failures; null for the old one's.</summary>
    public Func<double, double>? CanaryErrors { get; init; }

    /// <summary>The old version's latencies.</summary>
    public Func<double, LatencyModel> BaseLatency { get; init; } = static _ => LatencyModel.Usual;

    /// <summary>The new version's latencies; null for the old one's.</summary>
    public Func<double, LatencyModel>? CanaryLatency { get; init; }

    /// <summary>When the new version becomes worse, in seconds; null for never.</summary>
    public double? WorseFrom { get; init; }

    /// <summary>Every how many seconds routers hand in their counts.</summary>
    public int FlushSeconds { get; init; } = 1;

    /// <summary>True when the old version's counts come in a tick after the new one's, every other time.</summary>
    public bool FlushApart { get; init; }

    /// <summary>Seconds between ticks.</summary>
    public int TickSeconds { get; init; } = 1;

    /// <summary>The plan.</summary>
    public RolloutPlan Plan { get; init; } = Steps((5, 1800));

    /// <summary>A plan with the default analysis.</summary>
    public static RolloutPlan Steps(params (double Percent, int Seconds)[] steps) =>
        new() { Steps = [.. steps.Select(static step => new RolloutStep { PercentTraffic = step.Percent, DurationSeconds = step.Seconds })] };
}
