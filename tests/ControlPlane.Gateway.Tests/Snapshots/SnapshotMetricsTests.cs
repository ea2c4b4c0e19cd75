using System.Diagnostics.Metrics;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Snapshots;

public sealed class SnapshotMetricsTests
{
    [Fact]
    public async Task The_age_of_snapshots_and_failed_reads_are_measured()
    {
        using var router = new Freshness();
        using var meter = new Measurements(router);
        await router.AskAsync();
        router.Clock.Advance(1.3);
        router.AskAtOnce();
        await router.SettleAsync();
        meter.Read().ShouldBe([("abcdefghij/prod", 0.0)]);

        router.Source.Fails = true;
        for (var i = 0; i < 10; i++)
        {
            router.Clock.Advance(1.3);
            router.AskAtOnce();
            await router.SettleAsync();
        }

        meter.Read().ShouldBe([("abcdefghij/prod", 13.0)]);
        meter.Failed.ShouldBe(10);
        router.Clock.Advance(600);
        meter.Read().ShouldBeEmpty("a stage nobody asks for ages without harm");
    }

    [Fact]
    public async Task A_notified_router_is_as_old_as_its_last_good_read()
    {
        using var router = new Freshness(notified: true);
        using var meter = new Measurements(router);
        await router.AskAsync();
        router.Clock.Advance(3600);
        router.AskAtOnce();
        router.Source.VersionReads.ShouldBe(0);
        meter.Read().ShouldBe([("abcdefghij/prod", 0.0)]);

        router.Source.Fails = true;
        router.Cache.StageChanged(Sample.ApiId, "prod");
        await router.AskAsync();

        meter.Read().ShouldBe([("abcdefghij/prod", 3600.0)]);
    }

    [Fact]
    public async Task The_gauge_names_the_oldest_hundred_stages()
    {
        using var router = new Freshness();
        using var meter = new Measurements(router);
        for (var i = 0; i < 130; i++)
        {
            router.Source.Put(Sample.Stage($"s{i}"));
            await router.Cache.GetAsync(router.Cache.Find(Sample.ApiId, $"s{i}")!, router.Clock.GetTimestamp());
            router.Clock.Advance(1);
        }

        meter.Read().Select(age => age.Stage).ShouldBe(Enumerable.Range(0, 100).Select(i => $"abcdefghij/s{i}"));
    }

    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<(string Stage, double Age)> _ages = [];
        private long _failed;

        public Measurements(Freshness router)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "ControlPlane.Gateway" && ReferenceEquals(instrument.Meter.Scope, router.Cache))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => _ages.Add(($"{tags[0].Value}/{tags[1].Value}", Math.Round(seconds, 3))));
            _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _failed, count));
            _listener.Start();
        }

        public long Failed => Interlocked.Read(ref _failed);

        public IReadOnlyList<(string Stage, double Age)> Read()
        {
            _ages.Clear();
            _listener.RecordObservableInstruments();
            return [.. _ages];
        }

        public void Dispose() => _listener.Dispose();
    }
}
