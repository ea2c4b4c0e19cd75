using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Analysis;

/// <summary>
/// The tests of a rollout and how they share the probability of a false alarm. Their stakes come from one purse: the weighted mean of the tests
/// is itself a fair bet, so one threshold, 1 / alpha, holds for all of them, over all looks and steps. A part of the purse is kept back and
/// staked little by little: a version that was fine for long, and then is not, is found by the stakes made since, not held up by those lost before.
/// </summary>
internal static class TestBattery
{
    // Of what is kept back: as much with every minute, and more when a step sends the new version more traffic.
    private const double _drawPerStep = 0.2;
    private const double _secondsBetweenDraws = 60;
    private const double _reserve = 0.2;

    private static readonly AlternativeGrid _errors = new((1.5, 1), (2.2, 1), (3.6, 2), (6, 1), (10, 2), (25, 1));
    private static readonly AlternativeGrid _slowerThanP90 = new((1.5, 1), (2.2, 1), (3.5, 1), (6, 1));
    private static readonly AlternativeGrid _slowerThanP99 = new((2, 1), (3.2, 1), (6, 1), (15, 1), (50, 1));
    private static readonly AlternativeGrid _slowerThanP999 = new((4, 1), (10, 1), (25, 1), (80, 1));
    private static readonly AlternativeGrid _limit = new((1.3, 1), (1.8, 1), (3, 1), (6, 1), (15, 1));
    private static readonly AlternativeGrid _withinMargin = new((0.1, 1), (0.2, 1), (0.33, 2), (0.5, 1));

    /// <summary>The logarithm of the threshold of a plan.</summary>
    public static double LogThreshold(RolloutPlan plan) => -Math.Log(plan.Analysis.FalseAlarmRate ?? AnalysisSettings.DefaultFalseAlarmRate);

    /// <summary>A plan's tests before any request.</summary>
    public static IReadOnlyList<TestState> Begin(RolloutPlan plan)
    {
        var tests = new List<TestState>();
        foreach (var test in Enum.GetValues<RolloutTest>())
        {
            if (Weight(test, plan) > 0)
            {
                var grid = GridOf(test);
                var staked = test == RolloutTest.WithinMargin ? 0 : Math.Log(1 - _reserve);
                tests.Add(new TestState(test, [.. Enumerable.Range(0, grid.Count).Select(i => grid.LogStake(i) + staked)]));
            }
        }

        return tests;
    }

    /// <summary>The logarithm of what is kept back at first.</summary>
    public static double BeginLogReserve { get; } = Math.Log(_reserve);

    /// <summary>The alternatives of a test.</summary>
    public static AlternativeGrid GridOf(RolloutTest test) => test switch
    {
        RolloutTest.Errors => _errors,
        RolloutTest.SlowerThanP90 => _slowerThanP90,
        RolloutTest.SlowerThanP99 => _slowerThanP99,
        RolloutTest.SlowerThanP999 => _slowerThanP999,
        RolloutTest.ErrorLimit or RolloutTest.LatencyLimit or RolloutTest.ErrorsThanBefore => _limit,
        RolloutTest.WithinMargin => _withinMargin,
        _ => throw new ArgumentOutOfRangeException(nameof(test), test, "Unknown test."),
    };

    /// <summary>
    /// The evidence against the new version: the logarithm of the weighted mean of its tests' stakes, of those alone that compare with
    /// nothing or of all.
    /// </summary>
    public static double LogEvidence(AnalysisState state, RolloutPlan plan, bool limitsAlone = false)
    {
        double weights = 0, evidence = limitsAlone ? double.NegativeInfinity : state.LogReserve;
        foreach (var test in state.Tests)
        {
            weights += Weight(test.Test, plan, against: true);
        }

        foreach (var test in state.Tests)
        {
            var weight = Weight(test.Test, plan, against: true);
            if (weight > 0 && (!limitsAlone || test.Test is RolloutTest.ErrorLimit or RolloutTest.LatencyLimit))
            {
                evidence = Logs.Add(evidence, Math.Log(weight / weights) + Logs.Sum(test.LogStakes));
            }
        }

        return evidence;
    }

    /// <summary>The test that says most against the new version.</summary>
    public static RolloutTest Strongest(AnalysisState state, RolloutPlan plan) =>
        state.Tests.Where(test => Weight(test.Test, plan, against: true) > 0)
            .MaxBy(test => Math.Log(Weight(test.Test, plan)) + Logs.Sum(test.LogStakes))!.Test;

    /// <summary>Stakes what a time that was watched, and a step that begins, release of what is kept back.</summary>
    public static AnalysisState Draw(AnalysisState state, RolloutPlan plan, double watchedSeconds, bool stepBegins)
    {
        var seconds = state.SecondsSinceDraw + watchedSeconds;
        var draws = Math.Floor(seconds / _secondsBetweenDraws);
        if (draws == 0 && !stepBegins)
        {
            return watchedSeconds == 0 ? state : state with { SecondsSinceDraw = seconds };
        }

        // Spread over the plan, with some left for what comes after it.
        var minutes = plan.Steps.Sum(static step => step.DurationSeconds) / 60.0;
        var kept = Math.Pow(1 - (1 / (2 + minutes)), draws) * (stepBegins ? 1 - _drawPerStep : 1);
        var drawn = Math.Log(1 - kept) + state.LogReserve;
        return state with
        {
            SecondsSinceDraw = seconds - (draws * _secondsBetweenDraws),
            LogReserve = state.LogReserve + Math.Log(kept),
            Tests = [.. state.Tests.Select(test => test.Test == RolloutTest.WithinMargin ? test : Staked(test, drawn))],
        };
    }

    private static TestState Staked(TestState test, double drawn)
    {
        var grid = GridOf(test.Test);
        var stakes = new double[test.LogStakes.Count];
        for (var i = 0; i < stakes.Length; i++)
        {
            stakes[i] = Logs.Add(test.LogStakes[i], grid.LogStake(i) + drawn);
        }

        return test with { LogStakes = stakes };
    }

    private static double Weight(RolloutTest test, RolloutPlan plan, bool against) => against && test == RolloutTest.WithinMargin ? 0 : Weight(test, plan);

    // What is found most often, and costs users most, has most of the purse.
    private static double Weight(RolloutTest test, RolloutPlan plan) => test switch
    {
        RolloutTest.Errors => 9,
        RolloutTest.SlowerThanP90 => plan.Analysis.CompareLatency == false ? 0 : 1,
        RolloutTest.SlowerThanP99 or RolloutTest.SlowerThanP999 => plan.Analysis.CompareLatency == false ? 0 : 1.5,
        RolloutTest.ErrorLimit => plan.Analysis.MaxErrorRate is null ? 0 : 1,
        RolloutTest.LatencyLimit => plan.Analysis.MaxP99Millis is null ? 0 : 1,
        RolloutTest.ErrorsThanBefore => plan.Steps.Count > 0 && plan.Steps[^1].PercentTraffic >= 100 ? 2 : 0,
        RolloutTest.WithinMargin => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(test), test, "Unknown test."),
    };
}
