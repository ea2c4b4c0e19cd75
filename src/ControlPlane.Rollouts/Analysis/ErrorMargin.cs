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
    private const double _doubtOfComparison = 0.1;
    private const double _doubtOfFirst = 0.8;
    private const double _doubtOfLater = 0.4;
    private const int _thirds = 60;
    private const double _growthBetween = 1.15;

    /// <summary>The margin over what the old version's share was at most before.</summary>
    public static double OverUpper(VariantTally before, AnalysisSettings settings) =>
        Over(BinomialBounds.Upper(before.Errors(settings.CountClientErrors), before.Requests, _alphaOfBefore), settings);

    /// <summary>
    /// Examines whether the step's requests exclude that the new version is over the margin. Each examination has its own part of the permitted
    /// doubt, the first the most; it waits until there are requests enough for a version as good as the old one to pass, the next until they
    /// have grown by 15 %.
    /// </summary>
    public static AnalysisState Examine(AnalysisState state, RolloutPlan plan, bool alone)
    {
        var (settings, requests) = (plan.Analysis, state.StepCanary.Requests);
        if (state.WithinMargin || requests == 0 || requests < state.ExaminedRequests * _growthBetween)
        {
            return state;
        }

        var doubt = 1 - (settings.Confidence ?? AnalysisSettings.DefaultConfidence);
        var part = state.Examinations == 0
            ? _doubtOfFirst
            : (1 - _doubtOfFirst) * _doubtOfLater * Math.Pow(1 - _doubtOfLater, state.Examinations - 1);
        var alpha = doubt * (1 - _doubtOfComparison) * part;
        var old = alone ? state.Before : state.StepBase;
        if (!IsExcluded(AsGoodAs(old, requests, settings), old, settings, alpha))
        {
            // Too few requests even for a version as good as the old one: it is not this one's errors that say so.
            return state;
        }

        return state with
        {
            Examinations = state.Examinations + 1,
            ExaminedRequests = requests,
            WithinMargin = IsExcluded(state.StepCanary, old, settings, alpha),
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

    /// <summary>
    /// Whether counts exclude, but for a probability, that the new version is at the margin or over it: by the likelihood ratio against the
    /// least unlikely pair of shares at the margin (its signed root, with half an error more for being whole numbers), and, where errors are too
    /// few for that to be exact, by the binomial distribution at the margin over the share that the old version was observed with.
    /// </summary>
    internal static bool IsExcluded(VariantTally canary, VariantTally old, AnalysisSettings settings, double alpha)
    {
        var (errors, requests) = (canary.Errors(settings.CountClientErrors), canary.Requests);
        var (baseErrors, baseRequests) = (old.Errors(settings.CountClientErrors), old.Requests);
        var observed = baseRequests == 0 ? 0 : baseErrors / (double)baseRequests;
        var margin = Over(observed, settings);
        if (errors + 0.5 >= requests * margin || BinomialBounds.AtMost(errors, requests, margin) > alpha)
        {
            return false;
        }

        // The least unlikely pair: convex in the old version's share, since the margin is.
        double Unlikeliness(double share)
        {
            var over = Over(share, settings);
            return ((errors + 0.5) >= requests * over ? 0 : BinomialBounds.Divergence(errors + 0.5, requests, over))
                + (baseErrors == 0 || share <= 0 ? 0 : BinomialBounds.Divergence(baseErrors, baseRequests, share));
        }

        var (low, high) = (observed * 1e-3, observed);
        for (var i = 0; i < _thirds && baseErrors > 0; i++)
        {
            var (left, right) = (low + ((high - low) / 3), high - ((high - low) / 3));
            (low, high) = Unlikeliness(left) < Unlikeliness(right) ? (low, right) : (left, high);
        }

        return NormalTail(Math.Sqrt(2 * Unlikeliness(high))) <= alpha;
    }

    // With somewhat more errors than the old version's share comes to: three of four samples have no more.
    private static VariantTally AsGoodAs(VariantTally old, long requests, AnalysisSettings settings)
    {
        var expected = old.Requests == 0 ? 0 : requests * (double)old.Errors(settings.CountClientErrors) / old.Requests;
        return new VariantTally { Requests = requests, ServerErrors = (long)Math.Min(requests, Math.Round(expected + (0.7 * Math.Sqrt(expected)))) };
    }

    // The probability over x, x 0 or more; within 7.5e-8 (Abramowitz and Stegun 26.2.17).
    private static double NormalTail(double x)
    {
        var t = 1 / (1 + (0.2316419 * x));
        return Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
    }

    private static double Over(double share, AnalysisSettings settings) => Math.Min(
        _highest,
        Math.Max(
            share * (settings.MaxRelativeError ?? AnalysisSettings.DefaultMaxRelativeError),
            share + (settings.MaxErrorRateIncrease ?? AnalysisSettings.DefaultMaxErrorRateIncrease)));
}
