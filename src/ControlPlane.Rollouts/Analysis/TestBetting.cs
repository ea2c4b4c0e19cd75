using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Analysis;

/// <summary>What each test bets on when requests come in.</summary>
internal static class TestBetting
{
    private const double _slowShareOfLimit = 0.01;

    // The tests in favour keep no more than this over their threshold, so that years of good behaviour do not outweigh today's.
    private const double _logMaxFavour = 6;

    /// <summary>The tests that need the new version's requests alone.</summary>
    public static void Bet(RolloutTest test, double[] stakes, AnalysisState state, RolloutPlan plan, VariantTally canary, bool alone)
    {
        if (canary.Requests == 0)
        {
            return;
        }

        var grid = TestBattery.GridOf(test);
        var settings = plan.Analysis;
        switch (test)
        {
            case RolloutTest.ErrorLimit:
                grid.Exceed(stakes, canary.Errors(settings.CountClientErrors), canary.Requests, settings.MaxErrorRate!.Value);
                break;
            case RolloutTest.LatencyLimit:
                // Surely slower: beyond the bucket the limit is in.
                var slow = canary.Latency.Over(LatencyScale.BucketOf(settings.MaxP99Millis!.Value * 1000L));
                grid.Exceed(stakes, slow, canary.Requests, _slowShareOfLimit);
                break;
            case RolloutTest.ErrorsThanBefore when alone && state.Before.Requests > 0:
                grid.Exceed(stakes, canary.Errors(settings.CountClientErrors), canary.Requests, ErrorMargin.OverUpper(state.Before, settings));
                break;
            default:
                break;
        }
    }

    /// <summary>The tests that compare both versions' requests of the same time.</summary>
    public static void Compare(
        RolloutTest test, double[] stakes, AnalysisState state, RolloutPlan plan, VariantTally canary, VariantTally old, int? slowOver)
    {
        var grid = TestBattery.GridOf(test);
        var share = canary.Requests / (double)(canary.Requests + old.Requests);
        var clientErrors = plan.Analysis.CountClientErrors;
        switch (test)
        {
            case RolloutTest.Errors:
                grid.Compare(stakes, canary.Errors(clientErrors), old.Errors(clientErrors), share);
                break;
            case RolloutTest.SlowerThanP90 or RolloutTest.SlowerThanP99 or RolloutTest.SlowerThanP999 when slowOver is { } bucket:
                grid.Compare(stakes, canary.Latency.Over(bucket), old.Latency.Over(bucket), share);
                break;
            case RolloutTest.WithinMargin:
                CompareMargin(grid, stakes, canary.Errors(clientErrors), old.Errors(clientErrors), share, plan.Analysis.MaxRelativeError ?? AnalysisSettings.DefaultMaxRelativeError);
                break;
            default:
                break;
        }
    }

    private static void CompareMargin(AlternativeGrid grid, double[] stakes, long canaryErrors, long baseErrors, double share, double margin)
    {
        // The alternatives are parts of the margin: seen from the margin as hypothesis, the share is that of requests weighted by it.
        var weighted = margin * share / ((margin * share) + 1 - share);
        grid.Compare(stakes, canaryErrors, baseErrors, weighted);
        var excess = Logs.Sum(stakes) - _logMaxFavour;
        if (excess > 0)
        {
            for (var i = 0; i < stakes.Length; i++)
            {
                stakes[i] -= excess;
            }
        }
    }
}
