using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Analysis;
using ControlPlane.Rollouts.Simulation;

namespace ControlPlane.Rollouts.Tests.Analysis;

public sealed class BoundsTests
{
    private static readonly AnalysisSettings _settings = new() { MaxRelativeError = 3, MaxErrorRateIncrease = 0.01 };

    [Theory]
    [InlineData(0, 10, 0.1, 0.3486784401)]
    [InlineData(2, 20, 0.3, 0.0354831)]
    [InlineData(14, 1500, 0.015, 0.0375489)]
    [InlineData(5, 10, 0.5, 1)]
    public void Binomial_at_most(long hits, long requests, double probability, double expected) =>
        BinomialBounds.AtMost(hits, requests, probability).ShouldBe(expected, 1e-6);

    [Theory]
    [InlineData(0, 100)]
    [InlineData(7, 1500)]
    [InlineData(1500, 1500)]
    [InlineData(300, 1500)]
    public void Intervals_hold_what_was_observed(long hits, long requests)
    {
        var (low, high) = RateInterval.Of(hits, requests, 0.05);
        low.ShouldBeInRange(0, hits / (double)requests);
        high.ShouldBeInRange(hits / (double)requests, 1);
        (high - low).ShouldBeLessThan(0.13);
    }

    [Fact]
    public void An_interval_holds_at_all_looks_together()
    {
        // 400 runs with 300 looks each, at alpha = 0.1: 40 are expected to be wrong somewhere at most; 64 is four standard deviations more.
        var chance = new Chance(11);
        var wrong = 0;
        for (var run = 0; run < 400; run++)
        {
            long hits = 0, requests = 0;
            for (var look = 0; look < 300; look++)
            {
                requests += 10;
                hits += chance.Poisson(0.2);
                var (low, high) = RateInterval.Of(Math.Min(hits, requests), requests, 0.1);
                if (low > 0.02 || high < 0.02)
                {
                    wrong++;
                    break;
                }
            }
        }

        wrong.ShouldBeLessThan(64);
    }

    [Theory]
    [InlineData(0.015, 0.005, 1500, 28_500)]
    [InlineData(0.01, 0, 600, 5400)]
    [InlineData(0.3, 0.1, 100, 900)]
    [InlineData(0.011, 0.001, 500, 500)]
    public void A_version_at_the_margin_is_rarely_taken_for_one_within(double canary, double old, int requests, int baseRequests)
    {
        // 5 % are permitted; of 4,000 that is 200, and 255 is four standard deviations more.
        Accepted(canary, old, requests, baseRequests, 3).ShouldBeLessThan(255);
    }

    [Fact]
    public void A_healthy_version_is_nearly_always_taken_for_one_within() =>
        Accepted(0.005, 0.005, 1500, 28_500, 5).ShouldBeGreaterThan(3800);

    [Fact]
    public void Nothing_is_within_without_requests() =>
        ErrorMargin.IsExcluded(new VariantTally(), Tally(0, 1000), _settings, 0.05).ShouldBeFalse();

    private static int Accepted(double canary, double old, int requests, int baseRequests, ulong seed)
    {
        var chance = new Chance(seed);
        var accepted = 0;
        for (var run = 0; run < 4000; run++)
        {
            accepted += ErrorMargin.IsExcluded(Tally(Draw(chance, requests, canary), requests), Tally(Draw(chance, baseRequests, old), baseRequests), _settings, 0.05) ? 1 : 0;
        }

        return accepted;
    }

    private static int Draw(Chance chance, int requests, double share)
    {
        if (requests > 2000)
        {
            return chance.Poisson(requests * share);
        }

        var hits = 0;
        for (var i = 0; i < requests; i++)
        {
            hits += chance.Uniform() < share ? 1 : 0;
        }

        return hits;
    }

    private static VariantTally Tally(long errors, long requests) => new() { Requests = requests, ServerErrors = errors };
}
