using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Storage.Metrics;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Testing;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Metrics;

public sealed class MetricsReportsTests : IDisposable
{
    private readonly VirtualClock _clock = new();
    private readonly StageMetrics _metrics = new();
    private readonly FakeMetricsSink _sink = new();
    private readonly RecordingLoggers _loggers = new();
    private readonly MetricsReports _reports;

    public MetricsReportsTests() => _reports = NewReports(_metrics, _sink);

    public void Dispose() => _reports.Dispose();

    [Fact]
    public async Task A_request_begins_the_report_of_those_before_it_at_most_every_ten_seconds()
    {
        _reports.Poll(_clock.GetTimestamp());
        _reports.Last.IsCompletedSuccessfully.ShouldBeTrue();
        Serve(3);
        _reports.Poll(_clock.GetTimestamp());
        await _reports.Last;
        _sink.Requests.ShouldBe(3);

        Serve(2);
        _clock.Advance(9.9);
        _reports.Poll(_clock.GetTimestamp());
        await _reports.Last;
        _sink.Requests.ShouldBe(3);

        _clock.Advance(0.05);
        _reports.Poll(_clock.GetTimestamp());
        _clock.Advance(0.05);
        await _reports.Last;
        _sink.Requests.ShouldBe(5);
        _sink.Told.Count.ShouldBe(2);
    }

    [Fact]
    public async Task When_no_request_comes_the_counts_are_told_all_the_same_and_then_nothing_runs_any_more()
    {
        Serve(1);
        _clock.Advance(10);
        await _reports.Last;
        _sink.Requests.ShouldBe(1);
        _clock.Timers.ShouldBe(0);
        _clock.Advance(100);
        await _reports.Last;
        _sink.Told.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_rollout_waits_for_is_told_after_two_seconds()
    {
        Serve(1);
        _clock.Advance(10);
        await _reports.Last;
        for (var i = 1; i <= 3; i++)
        {
            Serve(1);
            _reports.Touch(hurry: true);
            _clock.Advance(2);
            await _reports.Last;
            _sink.Requests.ShouldBe(1 + i);
        }

        Serve(1);
        _clock.Advance(2);
        await _reports.Last;
        _sink.Requests.ShouldBe(4, "nobody waits for this one");
    }

    [Fact]
    public async Task What_a_lost_store_does_not_take_is_kept_summed_up_and_said_once_a_minute()
    {
        _sink.Fails = true;
        for (var i = 0; i < 7; i++)
        {
            Serve(1);
            _clock.Advance(10);
            await _reports.Last;
        }

        _loggers.Problems.Count().ShouldBe(2);
        _sink.Fails = false;
        _clock.Advance(10);
        await _reports.Last;

        _sink.Requests.ShouldBe(7);
        _sink.Told.ShouldHaveSingleItem("all of one minute");
    }

    [Fact]
    public async Task What_waits_is_bounded_and_the_oldest_goes_first()
    {
        _sink.Fails = true;
        for (var i = 0; i < MetricsOutlet.MaxWaiting + 3; i++)
        {
            _metrics.Record(Requests.One(at: Requests.Noon.AddMinutes(i)));
        }

        await _reports.FlushAsync();
        _sink.Fails = false;
        await _reports.FlushAsync();

        _sink.Told.Count.ShouldBe(MetricsOutlet.MaxWaiting);
        _sink.Told.Min(static metrics => metrics.Minute).ShouldBe(Requests.Noon.AddMinutes(3));
        _loggers.Problems.ShouldContain(static text => text.Contains("those of 3 minutes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sink_that_fails_does_not_keep_the_other_from_its_share_nor_gives_it_twice()
    {
        var other = new FakeMetricsSink();
        using var reports = NewReports(_metrics, _sink, other);
        _sink.Fails = true;
        _metrics.Record(Requests.One());
        await reports.FlushAsync();
        _sink.Fails = false;
        await reports.FlushAsync();

        (_sink.Requests, other.Requests).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Flushing_waits_for_the_report_under_way_and_tells_what_came_meanwhile()
    {
        var gate = new TaskCompletionSource();
        _sink.Gate = gate.Task;
        Serve(1);
        _clock.Advance(10);
        Serve(1);
        var flushed = _reports.FlushAsync();
        flushed.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await flushed;
        _sink.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task A_sink_that_never_answers_does_not_hold_up_the_end()
    {
        _sink.Gate = new TaskCompletionSource().Task;
        Serve(1);
        var flushed = _reports.FlushAsync();
        while (!flushed.IsCompleted)
        {
            _clock.Advance(3);
            await Task.Delay(1);
        }

        await flushed;
        _loggers.Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Two_routers_add_up_in_one_minute_of_the_store()
    {
        using var folder = new TempFolder();
        await using var store = SqliteItemStore.Open(Path.Combine(folder.Path, "controlplane.db"), _clock);
        var repository = new MetricsRepository(store);
        var routers = Enumerable.Range(0, 2).Select(async router =>
        {
            var metrics = new StageMetrics();
            using var reports = NewReports(metrics, new StoredMetricsSink(repository));
            for (var i = 0; i < 20; i++)
            {
                metrics.Record(Requests.One(router == 0 ? 200 : 500, latency: 10, integration: 5));
                metrics.Record(Requests.One(canary: true, detailed: true));
                await reports.FlushAsync();
            }
        });
        await Task.WhenAll(routers);

        var minute = (await repository.ReadAsync("abcdefghij", "prod", false, Requests.Noon, Requests.Noon, default)).ShouldHaveSingleItem();
        (minute.Minute, minute.Counts.Count, minute.Counts.ServerErrors).ShouldBe((Requests.Noon, 40, 20));
        (minute.Counts.Latency.Count, minute.Counts.IntegrationLatency.SumMicroseconds).ShouldBe((40, 200_000));
        minute.Counts.Latency.Quantile(0.5).ShouldBeInRange(9.5, 10.5);
        (await repository.ReadAsync("abcdefghij", "prod", true, Requests.Noon, Requests.Noon, default)).ShouldHaveSingleItem().Counts.Count.ShouldBe(40);
    }

    private MetricsReports NewReports(StageMetrics metrics, params IMetricsSink[] sinks) => new(metrics, sinks, _clock, new Logger<MetricsReports>(_loggers));

    private void Serve(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _metrics.Record(Requests.One());
            _reports.Touch();
        }
    }
}
