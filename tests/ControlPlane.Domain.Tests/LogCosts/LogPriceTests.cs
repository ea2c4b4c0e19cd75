using ControlPlane.Domain.LogCosts;

namespace ControlPlane.Domain.Tests.LogCosts;

public sealed class LogPriceTests
{
    [Theory]
    [InlineData("us-east-1", 0, 30, 0, 0)]
    [InlineData("us-east-1", 100, 30, 50, 0.45)]
    [InlineData("us-east-1", 100, 365, 50, 5.475)]
    [InlineData("us-east-1", 100, 1, 50, 0.015)]
    [InlineData("us-east-1", 10_240, 30, 5_120, 46.08)]
    [InlineData("us-east-1", 20_480, 30, 7_680, 92.16)]
    [InlineData("us-east-1", 61_440, 30, 12_800, 276.48)]
    [InlineData("eu-central-1", 10, 30, 6.3, 0.0486)]
    [InlineData("ap-northeast-2", 10, 30, 7.6, 0.0471)]
    public void Bill(string region, double gigabytes, int days, double ingestion, double storage)
    {
        var bill = LogPrices.Of(region).Bill(gigabytes, days);
        (bill.Ingestion, bill.Storage, bill.Total).ShouldBe((ingestion, storage, ingestion + storage), new Near());
    }

    [Fact]
    public void Of_ARegionThatIsNotThere_IsVirginia() => LogPrices.Of("mars-north-1").Region.ShouldBe("us-east-1");

    private sealed class Near : IEqualityComparer<(double, double, double)>
    {
        public bool Equals((double, double, double) x, (double, double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) < 1e-6 && Math.Abs(x.Item2 - y.Item2) < 1e-6 && Math.Abs(x.Item3 - y.Item3) < 1e-6;

        public int GetHashCode((double, double, double) obj) => 0;
    }
}
