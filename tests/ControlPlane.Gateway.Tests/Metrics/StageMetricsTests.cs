using ControlPlane.Gateway.Metrics;

namespace ControlPlane.Gateway.Tests.Metrics;

public sealed class StageMetricsTests
{
    private readonly StageMetrics _metrics = new();

    [Fact]
    public void Requests_are_counted_by_variant_and_by_the_minute_they_end_in()
    {
        _metrics.Record(Requests.One(200, latency: 20, integration: 8));
        _metrics.Record(Requests.One(404, latency: 40, at: Requests.Noon.AddSeconds(59.9)));
        _metrics.Record(Requests.One(502, latency: 200, integration: 100, at: Requests.Noon.AddSeconds(59.9)));
        _metrics.Record(Requests.One(503, canary: true));

        var drained = _metrics.Drain().OrderBy(static metrics => metrics.IsCanary).ThenBy(static metrics => metrics.Minute).ToArray();

        drained.Select(static metrics => (metrics.Labels.Stage, metrics.Minute)).ShouldBe(
            [("prod", Requests.Noon), ("prod", Requests.Noon.AddMinutes(1)), ("prod-canary", Requests.Noon)]);
        drained.Select(static metrics => (metrics.Counts.Count, metrics.Counts.ClientErrors, metrics.Counts.ServerErrors)).ShouldBe([(2, 1, 0), (1, 0, 1), (1, 0, 1)]);
        (drained[0].Counts.Latency.SumMicroseconds, drained[0].Counts.Latency.Count).ShouldBe((60_000, 2));
        (drained[0].Counts.IntegrationLatency.SumMicroseconds, drained[0].Counts.IntegrationLatency.Count).ShouldBe((8_000, 1));
        _metrics.Drain().ShouldBeEmpty();
    }

    [Fact]
    public void Methods_with_detailed_metrics_are_counted_by_themselves_as_well()
    {
        _metrics.Record(Requests.One(detailed: true));
        _metrics.Record(Requests.One());

        var drained = _metrics.Drain();

        drained.Single(static metrics => metrics.Verb is null).Counts.Count.ShouldBe(2);
        var method = drained.Single(static metrics => metrics.Verb is not null);
        (method.ResourcePath, method.Verb, method.Counts.Count).ShouldBe(("/pets/{id}", "ANY", 1));
    }

    [Fact]
    public void Clients_that_went_away_are_requests_and_neither_errors_nor_latencies()
    {
        _metrics.Record(Requests.One(500, aborted: true));
        var counts = _metrics.Drain().ShouldHaveSingleItem().Counts;
        (counts.Count, counts.ServerErrors, counts.Latency.Count).ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task Many_threads_lose_nothing_while_the_counts_are_taken()
    {
        var drained = new List<MinuteMetrics>();
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                _metrics.Record(Requests.One(i % 10 == 0 ? 500 : 200, at: Requests.Noon.AddMilliseconds(i * 3)));
            }
        })).ToArray();
        while (!Task.WhenAll(writers).IsCompleted)
        {
            drained.AddRange(_metrics.Drain());
        }

        await Task.WhenAll(writers);
        drained.AddRange(_metrics.Drain());
        drained.Sum(static metrics => metrics.Counts.Count).ShouldBe(200_000);
        drained.Sum(static metrics => metrics.Counts.ServerErrors).ShouldBe(20_000);
        drained.Sum(static metrics => metrics.Counts.Latency.Count).ShouldBe(200_000);
    }

    [Fact]
    public void A_series_nobody_adds_to_is_forgotten_and_begins_anew()
    {
        _metrics.Record(Requests.One());
        for (var i = 0; i < StageMetrics.MaxIdleDrains + 2; i++)
        {
            _metrics.Drain();
        }

        _metrics.Count.ShouldBe(0);
        _metrics.Record(Requests.One());
        _metrics.Drain().ShouldHaveSingleItem().Counts.Count.ShouldBe(1);
    }

    [Fact]
    public void Requests_allocate_nothing_within_a_minute()
    {
        _metrics.Record(Requests.One(detailed: true));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++)
        {
            _metrics.Record(Requests.One(detailed: true));
        }

        // What the stripes of processors allocate that the thread had not run on.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
    }

    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("Käse & Brot", "Kse & Brot")]
    [InlineData("  商店 ", "abcdefghij")]
    [InlineData(":a", "a")]
    [InlineData("", "abcdefghij")]
    public void Names_keep_what_CloudWatch_takes(string name, string shown) => StageLabels.Of("abcdefghij", name, "prod", true).ShouldBe(new StageLabels(shown, "prod-canary"));

    [Fact]
    public void Long_names_are_cut() => StageLabels.Of("a", new string('n', 1024), "prod", false).ApiName.Length.ShouldBe(255);
}
