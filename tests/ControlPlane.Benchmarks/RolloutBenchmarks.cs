using BenchmarkDotNet.Attributes;
using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Analysis;
using ControlPlane.Rollouts.Control;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Benchmarks;

/// <summary>What a tick of a thousand rollouts costs, without reading and writing them.</summary>
[MemoryDiagnoser]
public class RolloutBenchmarks
{
    private const int Rollouts = 1000;

    private static readonly DateTimeOffset Start = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Rollout[] _rollouts = new Rollout[Rollouts];
    private RolloutTick _next = null!;

    [GlobalSetup]
    public void Setup()
    {
        var plan = new RolloutPlan { Preset = "Canary10Percent5Minutes", Analysis = new() { MaxErrorRate = 0.05, MaxP99Millis = 2000 } };
        for (var i = 0; i < Rollouts; i++)
        {
            var rollout = RolloutActions.Start($"r{i}", new RolloutTarget { DeploymentId = "new" }, plan, "benchmark", Start);
            for (var second = 0; second < 20; second++)
            {
                rollout = RolloutController.Tick(rollout, Tick(second)).Rollout;
            }

            _rollouts[i] = rollout;
        }

        // Ten seconds on, so that the numbers of the verdict are renewed as well.
        _next = Tick(31);
    }

    [Benchmark(Description = "tick of 1,000 rollouts", OperationsPerInvoke = 1)]
    public int Tick()
    {
        var effects = 0;
        foreach (var rollout in _rollouts)
        {
            effects += RolloutController.Tick(rollout, _next).Effects.Count;
        }

        return effects;
    }

    private static RolloutTick Tick(int second) => new(
        Start.AddSeconds(second),
        new TargetObservation(TargetStatus.Shifting, second == 0 ? 0 : 10),
        new RolloutEvidence(Minutes(second, 10), Minutes(second, 90)));

    private static List<MinuteCounts> Minutes(int second, int perSecond)
    {
        var minutes = new List<MinuteCounts>();
        for (var minute = -6; minute <= 0; minute++)
        {
            var counts = new RequestCounts();
            var requests = perSecond * (minute < 0 ? 60 : second);
            counts.Add(requests, 0, requests / 200);
            for (var i = 0; i < requests; i++)
            {
                counts.Latency.Add(30 + (i * 7 % 60), 1);
            }

            minutes.Add(new MinuteCounts(Start.AddMinutes(minute), counts));
        }

        return minutes;
    }
}
