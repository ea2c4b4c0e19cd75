using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Analysis;

/// <summary>
/// How often the new version may fail: by the laxer of <see cref="AnalysisSettings.MaxRelativeError"/> and
/// <see cref="AnalysisSettings.MaxErrorRateIncrease"/> over the old one's share of failures.
/// </summary>
internal static class ErrorMargin
{
    private const double _alphaOfBefore = 0.001;
    private const double _highest = 0.95;

    // How the doubt that success may leave is divided: over the comparison that runs through the plan, and over examinations of single steps.
    private const double _doubtOfComparison = 0.2;
    private const double _doubtOfFirst = 0.6;
    private const double _doubtOfBase = 0.1;
    private const double _growthBetween = 1.15;

    /// <summary>The margin over what the old version's share was at most before.</summary>
    public static double OverUpper(VariantTally before, AnalysisSettings settings) =>
        Over(BinomialBounds.Upper(before.Errors(settings.CountClientErrors), before.Requests, _alphaOfBefore), settings);

    /// <summary>
    /// Examines whether the step's requests exclude that the new version is over the margin. Each examination has its own part of the permitted
    /// doubt, two fifths of what the one before had; the next waits until requests have grown by 15 %.
    /// </summary>
    public static AnalysisState Examine(AnalysisState state, RolloutPlan plan, bool alone)
    {
        var (settings, requests) = (plan.Analysis, state.StepCanary.Requests);
        if (state.WithinMargin || requests == 0 || requests < state.ExaminedRequests * _growthBetween)
        {
            return state;
        }

        var doubt = 1 - (settings.Confidence ?? AnalysisSettings.DefaultConfidence);
        var alpha = doubt * (1 - _doubtOfComparison) * _doubtOfFirst * Math.Pow(1 - _doubtOfFirst, state.Examinations);
        var old = alone ? state.Before : state.StepBase;
        var least = BinomialBounds.Lower(old.Errors(settings.CountClientErrors), old.Requests, alpha * _doubtOfBase);
        var errors = state.StepCanary.Errors(settings.CountClientErrors);
        return state with
        {
            Examinations = state.Examinations + 1,
            ExaminedRequests = requests,
            WithinMargin = BinomialBounds.AtMost(errors, requests, Over(least, settings)) <= alpha * (1 - _doubtOfBase),
        };
    }

    /// <summary>Whether the comparison that runs through the plan excludes that the new version is over the relative margin.</summary>
    public static bool ExcludedByComparison(AnalysisState state, RolloutPlan plan)
    {
        var doubt = 1 - (plan.Analysis.Confidence ?? AnalysisSettings.DefaultConfidence);
        foreach (var test in state.Tests)
        {
            if (test.Test == RolloutTest.WithinMargin)
            {
                return Logs.Sum(test.LogStakes) >= -Math.Log(doubt * _doubtOfComparison);
            }
        }

        return false;
    }

    private static double Over(double share, AnalysisSettings settings) => Math.Min(
        _highest,
        Math.Max(
            share * (settings.MaxRelativeError ?? AnalysisSettings.DefaultMaxRelativeError),
            share + (settings.MaxErrorRateIncrease ?? AnalysisSettings.DefaultMaxErrorRateIncrease)));
}
