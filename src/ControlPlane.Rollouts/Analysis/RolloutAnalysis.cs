using ControlPlane.Domain.Rollouts;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Rollouts.Analysis;

/// <summary>Takes in the counters, look by look, and keeps what they say about the new version. Pure.</summary>
internal static class RolloutAnalysis
{
    // The old version's latest requests that tell where "slow" begins; a few minutes' worth of a busy stage.
    private const long _maxReference = 20_000;
    private const long _minForP90 = 100;
    private const long _minForP99 = 500;
    private const long _minForP999 = 3000;

    // Routers hand in late when the store was away, and clocks differ: a minute's counters are looked at for a while.
    private static readonly TimeSpan _open = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _maxAdvance = TimeSpan.FromMinutes(2);

    /// <summary>The first look: what was counted before belongs to no step.</summary>
    public static AnalysisState Begin(Rollout rollout, RolloutEvidence evidence)
    {
        var from = RolloutEvidence.FirstMinute(rollout);
        var old = VariantTallies.Sum(evidence.Base, from, DateTimeOffset.MaxValue);
        return new AnalysisState
        {
            CountingFrom = from,
            SeenCanary = VariantTallies.Sum(evidence.Canary, from, DateTimeOffset.MaxValue),
            SeenBase = old,
            Before = old,
            Reference = old.Latency,
            Tests = TestBattery.Begin(rollout.Plan),
            LogReserve = TestBattery.BeginLogReserve,
        };
    }

    /// <summary>Begins a step: its own counts start anew, the tests go on.</summary>
    public static AnalysisState BeginStep(AnalysisState state, RolloutPlan plan, int step)
    {
        var begun = state with
        {
            StepCanary = VariantTallies.Empty,
            StepBase = VariantTallies.Empty,
            Examinations = 0,
            ExaminedRequests = 0,
            WithinMargin = false,
        };
        return step == 0 ? begun : TestBattery.Draw(begun, plan, 0, stepBegins: true);
    }

    /// <summary>Takes in what was counted since the last look.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="percent">The new version's share in force, in percent; at 0 its requests are testers' and judge nothing.</param>
    /// <param name="evidence">The counters.</param>
    /// <param name="watchedSeconds">Seconds watched since the last look.</param>
    /// <param name="now">The present.</param>
    public static AnalysisState Look(AnalysisState state, RolloutPlan plan, double percent, RolloutEvidence evidence, double watchedSeconds, DateTimeOffset now)
    {
        var canary = VariantTallies.Sum(evidence.Canary, state.CountingFrom, DateTimeOffset.MaxValue).Since(state.SeenCanary);
        var old = VariantTallies.Sum(evidence.Base, state.CountingFrom, DateTimeOffset.MaxValue).Since(state.SeenBase);
        if (canary.Requests > 0 || old.Requests > 0)
        {
            // Not what was read: a read may be older than the one before.
            state = state with { SeenCanary = state.SeenCanary.Plus(canary), SeenBase = state.SeenBase.Plus(old) };
        }

        state = watchedSeconds > 0 ? Close(state, evidence, now) : state;
        if (percent <= 0)
        {
            return old.Requests == 0 ? state : state with { Before = state.Before.Plus(old), Reference = Refer(state.Reference, old.Latency) };
        }

        state = TestBattery.Draw(state, plan, watchedSeconds, stepBegins: false);
        return canary.Requests == 0 && old.Requests == 0 ? state : TakeIn(state, plan, percent >= 100, canary, old);
    }

    private static AnalysisState TakeIn(AnalysisState state, RolloutPlan plan, bool alone, VariantTally canary, VariantTally old)
    {
        // Routers hand in both versions' counts one after the other, and the two reads are not one: they are compared when both have something.
        var (pendingCanary, pendingBase) = (state.PendingCanary.Plus(canary), state.PendingBase.Plus(old));
        var comparable = pendingCanary.Requests > 0 && pendingBase.Requests > 0;
        var tests = new TestState[state.Tests.Count];
        for (var i = 0; i < tests.Length; i++)
        {
            var test = state.Tests[i];
            var stakes = new double[test.LogStakes.Count];
            for (var j = 0; j < stakes.Length; j++)
            {
                stakes[j] = test.LogStakes[j];
            }

            TestBetting.Bet(test.Test, stakes, state, plan, canary, alone);
            if (comparable)
            {
                TestBetting.Compare(test.Test, stakes, state, plan, pendingCanary, pendingBase, LatencyThreshold(test.Test, state.Reference));
            }

            tests[i] = test with { LogStakes = stakes };
        }

        var next = state with
        {
            PendingCanary = comparable || alone ? VariantTallies.Empty : pendingCanary,
            PendingBase = comparable ? VariantTallies.Empty : pendingBase,
            StepCanary = state.StepCanary.Plus(canary),
            StepBase = state.StepBase.Plus(old),
            Before = state.Before.Plus(old),
            Reference = comparable ? Refer(state.Reference, pendingBase.Latency) : state.Reference,
            Tests = tests,
            LogEvidenceBefore = comparable || alone ? state.LogEvidence : state.LogEvidenceBefore,
        };
        return next with { LogEvidence = TestBattery.LogEvidence(next, plan) };
    }

    // Fixed before the requests it is applied to.
    private static int? LatencyThreshold(RolloutTest test, BucketCounts reference) => test switch
    {
        RolloutTest.SlowerThanP90 when reference.Total() >= _minForP90 => reference.Tail(0.1),
        RolloutTest.SlowerThanP99 when reference.Total() >= _minForP99 => reference.Tail(0.01),
        RolloutTest.SlowerThanP999 when reference.Total() >= _minForP999 => reference.Tail(0.001),
        _ => null,
    };

    private static BucketCounts Refer(BucketCounts reference, BucketCounts added)
    {
        var sum = reference.Plus(added);
        while (sum.Total() > _maxReference)
        {
            sum = sum.Halved();
        }

        return sum;
    }

    // Goes by the counters' own minutes as well as by the clock: a clock that leaps ahead must not close minutes that are still counted in.
    private static AnalysisState Close(AnalysisState state, RolloutEvidence evidence, DateTimeOffset now)
    {
        var latest = Latest(evidence.Base) is var last && Latest(evidence.Canary) is var other && other > last ? other : last;
        var settled = RolloutEvidence.MinuteOf(latest < now ? latest : now) - _open;
        var from = settled < state.CountingFrom + _maxAdvance ? settled : state.CountingFrom + _maxAdvance;
        return from <= state.CountingFrom
            ? state
            : state with
            {
                CountingFrom = from,
                SeenCanary = state.SeenCanary.Since(VariantTallies.Sum(evidence.Canary, state.CountingFrom, from)),
                SeenBase = state.SeenBase.Since(VariantTallies.Sum(evidence.Base, state.CountingFrom, from)),
            };
    }

    private static DateTimeOffset Latest(IReadOnlyList<MinuteCounts> minutes) => minutes.Count == 0 ? DateTimeOffset.UnixEpoch : minutes[^1].Minute;
}
