using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Analysis;
using ControlPlane.Rollouts.Control;

namespace ControlPlane.Rollouts.Simulation;

/// <summary>One rollout from its start to its end, second by second in virtual time, by the real controller.</summary>
public static class Simulator
{
    /// <summary>For how long traffic is watched, in seconds: as long as the plans are; holds may take longer.</summary>
    public const int Horizon = 1800;

    // How long a healthy rollout may be held for evidence before the run is given up.
    private const int Patience = 3600;
    private const int BeforeStart = 180;
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RolloutTarget Target = new() { DeploymentId = "new" };

    /// <summary>Runs it.</summary>
    public static RunResult Run(Scenario scenario, ulong seed)
    {
        var chance = new Chance(seed);
        var (canary, old) = (new MinuteLog(Start), new MinuteLog(Start));
        for (var second = -BeforeStart; second < 0; second++)
        {
            Serve(old, second, chance.Poisson(scenario.Rate(0)), scenario.BaseErrors(0), scenario.BaseLatency(0), chance);
        }

        old.Publish(-1);
        var rollout = RolloutActions.Start("r", Target, scenario.Plan, "simulator", Start);
        var (status, percent) = (TargetStatus.Shifting, 0.0);
        var rules = new FixedRules();
        var result = new RunResult();
        for (var second = 0; second < Horizon || (!rollout.IsOver() && second < Horizon + Patience); second++)
        {
            if (!rollout.IsOver() && second % scenario.TickSeconds == 0)
            {
                var tick = new RolloutTick(Start.AddSeconds(second), new TargetObservation(status, percent), new RolloutEvidence(canary.From(rollout), old.From(rollout)));
                var decision = RolloutController.Tick(rollout, tick);
                (status, percent) = Apply(decision, status, percent);
                result.Note(rollout, decision, second);
                rollout = decision.Rollout;
            }

            // After a rollback the rules that would not have noticed still see the canary as the plan would have it.
            var served = rollout.IsOver() ? PlannedPercent(rollout.Plan, second) : percent;
            var rate = scenario.Rate(second);
            var baseErrors = scenario.BaseErrors(second);
            var canaryErrors = scenario.CanaryErrors?.Invoke(second) ?? baseErrors;
            var baseLatency = scenario.BaseLatency(second);
            var requests = chance.Poisson(rate * served / 100);
            var failed = Serve(canary, second, requests, canaryErrors, scenario.CanaryLatency?.Invoke(second) ?? baseLatency, chance);
            if (!rollout.IsOver())
            {
                Serve(old, second, chance.Poisson(rate * (100 - served) / 100), baseErrors, baseLatency, chance);
            }

            if ((second + 1) % scenario.FlushSeconds == 0)
            {
                canary.Publish(second);
                old.Publish(scenario.FlushApart && second % 2 == 0 ? second - 1 : second);
            }

            rules.Count(second, requests, failed, requests * (canaryErrors - baseErrors));
            result.Harm(status, requests * (canaryErrors - baseErrors), rate * (canaryErrors - baseErrors), second);
        }

        result.State = rollout.State;
        result.Rules = rules;
        return result;
    }

    private static (TargetStatus Status, double Percent) Apply(RolloutDecision decision, TargetStatus status, double percent)
    {
        foreach (var effect in decision.Effects)
        {
            (status, percent) = effect switch
            {
                SetPercent set => (status, set.PercentTraffic),
                Promote => (TargetStatus.Promoted, 100),
                Restore => (TargetStatus.Restored, 0),
                _ => (status, percent),
            };
        }

        return (status, percent);
    }

    private static double PlannedPercent(RolloutPlan plan, int second)
    {
        foreach (var step in plan.Steps)
        {
            second -= step.DurationSeconds;
            if (second < 0)
            {
                return step.PercentTraffic;
            }
        }

        return plan.Steps[^1].PercentTraffic;
    }

    private static int Serve(MinuteLog log, int second, int requests, double errors, LatencyModel latency, Chance chance)
    {
        var failed = 0;
        Span<long> buckets = stackalloc long[LatencyScale.Buckets];
        buckets.Clear();
        for (var i = 0; i < requests; i++)
        {
            failed += chance.Uniform() < errors ? 1 : 0;
            buckets[latency.Draw(chance)]++;
        }

        log.Add(second, requests, failed, buckets);
        return failed;
    }
}
