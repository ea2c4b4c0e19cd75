using ControlPlane.Rollouts.Analysis;
using ControlPlane.Rollouts.Simulation;

namespace ControlPlane.Rollouts.Tests.Analysis;

/// <summary>The bets against known values, and against what makes them valid: while the hypothesis holds they gain nothing on average.</summary>
public sealed class AlternativeGridTests
{
    private static readonly AlternativeGrid _grid = new((2, 1), (10, 3));

    [Fact]
    public void Stakes_come_to_one() => Sum(Stakes(_grid)).ShouldBe(1, 1e-12);

    [Fact]
    public void A_hit_is_worth_what_it_is_likelier()
    {
        // A tenth of the requests: a hit is the canary's with probability 2/11 if it is hit twice as often, 10/19 if ten times.
        var stakes = Stakes(_grid);
        _grid.Compare(stakes, 1, 0, 0.1);
        Sum(stakes).ShouldBe((0.25 * (2 / 11.0) / 0.1) + (0.75 * (10 / 19.0) / 0.1), 1e-9);

        _grid.Compare(stakes, 0, 1, 0.1);
        Sum(stakes).ShouldBe((0.25 * (2 / 11.0) / 0.1 * (9 / 11.0) / 0.9) + (0.75 * (10 / 19.0) / 0.1 * (9 / 19.0) / 0.9), 1e-9);
    }

    [Fact]
    public void One_look_gains_33_fold_at_most()
    {
        var stakes = Stakes(_grid);
        _grid.Compare(stakes, 1000, 0, 0.1);
        Sum(stakes).ShouldBe(Math.Exp(3.5), 1e-9);
    }

    [Fact]
    public void No_hit_says_nothing()
    {
        var stakes = Stakes(_grid);
        _grid.Compare(stakes, 0, 0, 0.1);
        Sum(stakes).ShouldBe(1, 1e-12);
    }

    [Theory]
    [InlineData(0.05, 1, 1)]
    [InlineData(0.5, 4, 1)]
    [InlineData(0.9, 20, 1)]
    [InlineData(0.05, 5, 0.8)]
    public void Comparing_gains_nothing_on_average_while_both_are_equal(double share, int hits, double least)
    {
        var expected = 0.0;
        for (var canary = 0; canary <= hits; canary++)
        {
            var stakes = Stakes(_grid);
            _grid.Compare(stakes, canary, hits - canary, share);
            expected += Binomial(hits, canary, share) * Sum(stakes);
        }

        // Less where a gain is so large that it is counted for less.
        expected.ShouldBeInRange(least - 1e-9, 1 + 1e-9);
    }

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.05, 1)]
    [InlineData(0.05, 0.5)]
    public void Exceeding_gains_nothing_on_average_at_the_limit_and_loses_below(double limit, double part)
    {
        var expected = 0.0;
        for (var hits = 0; hits <= 40; hits++)
        {
            var stakes = Stakes(_grid);
            _grid.Exceed(stakes, hits, 40, limit);
            expected += Binomial(40, hits, limit * part) * Sum(stakes);
        }

        if (part == 1)
        {
            expected.ShouldBe(1, 1e-9);
        }
        else
        {
            expected.ShouldBeLessThan(1);
        }
    }

    [Fact]
    public void Stakes_reach_twenty_fold_at_any_of_many_looks_no_more_often_than_one_in_twenty()
    {
        // Ville's inequality, counted: 2,000 runs of 1,000 looks. 100 are expected at most; 140 would be four standard deviations more.
        var chance = new Chance(7);
        var grid = new AlternativeGrid((1.5, 1), (2.2, 1), (3.6, 2), (6, 1), (10, 2), (25, 1));
        var alarms = 0;
        for (var run = 0; run < 2000; run++)
        {
            var stakes = Stakes(grid);
            for (var look = 0; look < 1000; look++)
            {
                var share = look % 3 == 0 ? 0.05 : 0.3;
                var isCanary = chance.Uniform() < share;
                grid.Compare(stakes, isCanary ? 1 : 0, isCanary ? 0 : 1, share);
                if (Logs.Sum(stakes) >= Math.Log(20))
                {
                    alarms++;
                    break;
                }
            }
        }

        alarms.ShouldBeInRange(10, 140);
    }

    private static double[] Stakes(AlternativeGrid grid) => [.. Enumerable.Range(0, grid.Count).Select(grid.LogStake)];

    private static double Sum(double[] stakes) => Math.Exp(Logs.Sum(stakes));

    private static double Binomial(int n, int k, double p)
    {
        var choose = 1.0;
        for (var i = 1; i <= k; i++)
        {
            choose *= (n - k + i) / (double)i;
        }

        return choose * Math.Pow(p, k) * Math.Pow(1 - p, n - k);
    }
}
