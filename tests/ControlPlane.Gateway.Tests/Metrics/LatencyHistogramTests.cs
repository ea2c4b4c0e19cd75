using ControlPlane.Domain.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Metrics;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Quantiles_are_within_5_percent_of_the_exact_ones_and_the_mean_is_exact()
    {
        // From 0.5 ms to 60 s, evenly spread over the orders of magnitude, as latencies are.
        var latencies = Gen.Choose(0, 1_000_000).Select(static part => (long)(500 * Math.Pow(120_000, part / 1e6))).NonEmptyListOf().Select(static all => all.ToArray());
        var quantiles = Gen.Elements(0.01, 0.5, 0.9, 0.95, 0.99, 1);
        Prop.ForAll(latencies.Zip(quantiles, static (all, quantile) => (all, quantile)).ToArbitrary(), static sample =>
        {
            var (all, quantile) = sample;
            var histogram = new LatencyHistogram();
            foreach (var microseconds in all)
            {
                histogram.Add(TimeSpan.FromMicroseconds(microseconds));
            }

            var exact = all.Order().ElementAt((int)Math.Ceiling(quantile * all.Length) - 1) / 1000.0;
            histogram.Quantile(quantile).ShouldBeInRange(exact * 0.95, exact * 1.05);
            histogram.MeanMilliseconds.ShouldBe(all.Average() / 1000, 1e-6);
            histogram.Count.ShouldBe(all.Length);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Buckets_follow_each_other_without_gaps()
    {
        var last = 0;
        for (var microseconds = 0L; microseconds < 70_000_000; microseconds += 1 + (microseconds / 200))
        {
            var bucket = LatencyScale.BucketOf(microseconds);
            bucket.ShouldBeInRange(last, last + 1);
            last = bucket;
        }

        last.ShouldBe(LatencyScale.Buckets - 1);
        LatencyScale.BucketOf(long.MaxValue).ShouldBe(LatencyScale.Buckets - 1);
    }

    [Fact]
    public void What_is_off_the_scale_counts_at_its_ends_and_nothing_gives_zeros()
    {
        var histogram = new LatencyHistogram();
        (histogram.Quantile(0.5), histogram.MeanMilliseconds).ShouldBe((0, 0));
        histogram.Add(TimeSpan.FromSeconds(-1));
        (histogram.Quantile(0.5), histogram.SumMicroseconds).ShouldBe((0.25, 0));
        histogram.Add(TimeSpan.FromHours(1));
        histogram.Quantile(1).ShouldBe(60_000);
    }
}
