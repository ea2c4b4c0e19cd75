using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Analysis;

/// <summary>Judges a step by what the analysis knows.</summary>
internal static class StepJudgement
{
    // The test needs no minimum; this spares a version that is just starting up the verdict of its first few requests.
    private const int _leastForFailure = 20;

    /// <summary>Whether the evidence is against the new version.</summary>
    public static bool IsFailure(AnalysisState state, RolloutPlan plan)
    {
        var threshold = TestBattery.LogThreshold(plan);
        if (state.LogEvidence < threshold || state.StepCanary.Requests < Math.Min(_leastForFailure, MinimumRequests(plan)))
        {
            return false;
        }

        // Counters of both versions that come in a tick apart, just as something that both depend on breaks, look like a broken canary once;
        // the comparison after that shows the other half. A limit compares with nothing.
        return state.LogEvidenceBefore >= threshold / 2 || TestBattery.LogEvidence(state, plan, limitsAlone: true) >= threshold;
    }

    /// <summary>Judges a step whose time is over and that has not failed.</summary>
    /// <returns>What is known now, and the code of the outcome: <see cref="RolloutReasonCode.WithinLimits"/> for success.</returns>
    public static (AnalysisState State, RolloutReasonCode Code) AtEnd(AnalysisState state, RolloutPlan plan, double percent)
    {
        var requests = state.StepCanary.Requests;
        if (requests < MinimumRequests(plan))
        {
            return (state, requests == 0 ? RolloutReasonCode.NoTraffic : RolloutReasonCode.TooFewRequests);
        }

        state = ErrorMargin.Examine(state, plan, alone: percent >= 100);
        var settings = plan.Analysis;
        var overLimit = state.StepCanary.Errors(settings.CountClientErrors) > settings.MaxErrorRate * requests
            || state.StepCanary.Latency.Millis(0.01) > settings.MaxP99Millis;
        var suspicious = state.LogEvidence >= TestBattery.LogThreshold(plan) / 2;
        return !overLimit && !suspicious && (state.WithinMargin || (percent < 100 && ErrorMargin.ExcludedByComparison(state, plan)))
            ? (state, RolloutReasonCode.WithinLimits)
            : (state, RolloutReasonCode.TooLittleEvidence);
    }

    /// <summary>What failed: the code of the test that says most.</summary>
    public static RolloutReasonCode FailureCode(AnalysisState state, RolloutPlan plan) => TestBattery.Strongest(state, plan) switch
    {
        RolloutTest.Errors or RolloutTest.ErrorsThanBefore => RolloutReasonCode.ErrorRateWorse,
        RolloutTest.ErrorLimit => RolloutReasonCode.ErrorRateLimit,
        RolloutTest.SlowerThanP90 or RolloutTest.SlowerThanP99 or RolloutTest.SlowerThanP999 => RolloutReasonCode.LatencyWorse,
        RolloutTest.LatencyLimit => RolloutReasonCode.LatencyLimit,
        var test => throw new InvalidOperationException($"{test} is no test against the new version."),
    };

    private static int MinimumRequests(RolloutPlan plan) => plan.Analysis.MinimumRequests ?? AnalysisSettings.DefaultMinimumRequests;
}
