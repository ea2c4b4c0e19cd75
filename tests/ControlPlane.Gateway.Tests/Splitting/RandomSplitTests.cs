using ControlPlane.Gateway.Splitting;

namespace ControlPlane.Gateway.Tests.Splitting;

public sealed class RandomSplitTests
{
    private const int Requests = 100_000;

    [Theory]
    [InlineData(0.5)]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(99.9)]
    public void Picks_the_canary_s_share(double percent)
    {
        var split = new RandomSplit(new Random(20261121));

        var picked = Enumerable.Range(0, Requests).Count(_ => split.PicksCanary(percent, null!));

        // Four standard deviations of a binomial distribution.
        var share = percent / 100;
        Math.Abs(picked - (Requests * share)).ShouldBeLessThan(4 * Math.Sqrt(Requests * share * (1 - share)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, Requests)]
    public void Knows_none_and_all(double percent, int expected)
    {
        var split = new RandomSplit(new Random(1));

        Enumerable.Range(0, Requests).Count(_ => split.PicksCanary(percent, null!)).ShouldBe(expected);
    }
}
