using ControlPlane.WebConsole.Charts;

namespace ControlPlane.WebConsole.Tests.Charts;

public sealed class ConfidenceBandTests
{
    // Wilson's interval as textbooks give it.
    [Theory]
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(10, 10, 0.7225, 1.0)]
    [InlineData(1, 1000, 0.0002, 0.0056)]
    public void Ends_where_the_true_rate_may_be(long hits, long count, double low, double high)
    {
        var band = ConfidenceBand.Of(hits, count);

        band.Low.ShouldBe(low, 0.0001);
        band.High.ShouldBe(high, 0.0001);
    }

    [Fact]
    public void Nothing_seen_says_nothing() => ConfidenceBand.Of(0, 0).ShouldBe((0, 1));

    [Fact]
    public void Scales_end_at_numbers_that_are_easily_read()
    {
        var from = DateTimeOffset.UnixEpoch;
        foreach (var (highest, top) in new[] { (0.0, 0.01), (0.011, 0.02), (0.3, 0.5), (0.5, 0.5), (7.0, 10.0), (230.0, 250.0) })
        {
            ChartScale.For(from, from.AddHours(1), [new("Base", "base", [new(from, highest)])], 0.01).Top.ShouldBe(top, 1e-9);
        }
    }
}
