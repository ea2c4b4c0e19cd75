using System.Text.Json;
using System.Text.Json.Serialization;
using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Analysis;
using ControlPlane.Rollouts.Control;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Rollouts.Tests.Control;

/// <summary>A stage with a canary, its counters and a clock, ticked by hand. What is stored goes through JSON every time, as in a store.</summary>
internal sealed class RolloutWorld
{
    private readonly SortedDictionary<DateTimeOffset, RequestCounts> _canary = [];
    private readonly SortedDictionary<DateTimeOffset, RequestCounts> _base = [];

    public RolloutWorld(RolloutPlan plan) => Rollout = RolloutActions.Start("r1", new RolloutTarget { DeploymentId = "new" }, plan, "arn:aws:iam::1:user/ci", Now);

    public DateTimeOffset Now { get; set; } = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public Rollout Rollout { get; set; }

    public TargetObservation Target { get; set; } = new(TargetStatus.Shifting, 0);

    /// <summary>False while what is decided is not carried out.</summary>
    public bool EffectsWork { get; set; } = true;

    public List<RolloutEffect> Effects { get; } = [];

    public IReadOnlyList<RolloutNotification> Told => [.. Effects.OfType<Notify>().Select(static told => told.Kind)];

    public static RolloutPlan Steps(params (double Percent, int Seconds)[] steps) => new()
    {
        Steps = [.. steps.Select(static step => new RolloutStep { PercentTraffic = step.Percent, DurationSeconds = step.Seconds })],
    };

    /// <summary>Counts requests at the present time: of the canary and the base, how many, how many of them fail, how long they take.</summary>
    public void Serve(int canary, int canaryErrors, int old, int baseErrors, int canaryMillis = 50, int baseMillis = 50)
    {
        Count(_canary, canary, canaryErrors, canaryMillis);
        Count(_base, old, baseErrors, baseMillis);
    }

    /// <summary>One tick; what is decided is stored and, as long as effects work, done.</summary>
    public RolloutDecision Tick(HookAnswer? answer = null, ProviderReading? reading = null)
    {
        var decision = RolloutController.Tick(Rollout, Observe(answer, reading));
        Accept(decision);
        return decision;
    }

    public RolloutTick Observe(HookAnswer? answer = null, ProviderReading? reading = null) => new(Now, Target, new RolloutEvidence(Minutes(_canary), Minutes(_base)))
    {
        HookAnswers = answer is null ? [] : [answer],
        Readings = reading is null ? [] : [reading],
    };

    public void Accept(RolloutDecision decision)
    {
        Rollout = Json(decision.Rollout) is var json ? JsonSerializer.Deserialize(json, RolloutJson.Default.Rollout)! : throw new InvalidOperationException();
        Json(Rollout).ShouldBe(json);
        Effects.AddRange(decision.Effects);
        foreach (var effect in EffectsWork ? decision.Effects : [])
        {
            Target = effect switch
            {
                SetPercent set => Target with { PercentTraffic = set.PercentTraffic },
                Promote => new(TargetStatus.Promoted, 100),
                Restore => new(TargetStatus.Restored, 0),
                _ => Target,
            };
        }
    }

    /// <summary>Ticks once a second with the same traffic each second; none to the version without a share.</summary>
    public void Run(int seconds, int canary = 0, int canaryErrors = 0, int old = 0, int baseErrors = 0, int canaryMillis = 50, int baseMillis = 50)
    {
        for (var i = 0; i < seconds && !Rollout.IsOver(); i++)
        {
            Serve(Target.PercentTraffic > 0 ? canary : 0, canaryErrors, Target.PercentTraffic < 100 ? old : 0, baseErrors, canaryMillis, baseMillis);
            Now = Now.AddSeconds(1);
            Tick();
        }
    }

    public static string Json(Rollout rollout) => JsonSerializer.Serialize(rollout, RolloutJson.Default.Rollout);

    private static IReadOnlyList<MinuteCounts> Minutes(SortedDictionary<DateTimeOffset, RequestCounts> minutes) =>
        [.. minutes.Select(static minute => new MinuteCounts(minute.Key, Copy(minute.Value)))];

    private static RequestCounts Copy(RequestCounts counts)
    {
        var copy = new RequestCounts();
        copy.Add(counts);
        return copy;
    }

    private void Count(SortedDictionary<DateTimeOffset, RequestCounts> minutes, int requests, int errors, int millis)
    {
        if (requests == 0)
        {
            return;
        }

        var minute = RolloutEvidence.MinuteOf(Now);
        if (!minutes.TryGetValue(minute, out var counts))
        {
            minutes[minute] = counts = new RequestCounts();
        }

        for (var i = 0; i < requests; i++)
        {
            counts.Add(i < errors ? 503 : 200, TimeSpan.FromMilliseconds(millis), TimeSpan.Zero);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Rollout))]
internal sealed partial class RolloutJson : JsonSerializerContext;
