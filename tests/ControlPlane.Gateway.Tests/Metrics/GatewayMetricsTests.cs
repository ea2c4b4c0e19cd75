using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Gateway.Tests.Hosting.FunctionUrls;

namespace ControlPlane.Gateway.Tests.Metrics;

/// <summary>Metrics of requests through a whole gateway.</summary>
public sealed class GatewayMetricsTests
{
    private readonly FakeMetricsSink _sink = new();

    [Fact]
    public async Task Requests_to_a_stage_are_told_at_the_end_beside_other_recorders()
    {
        var recorder = new LastRecorder();
        await using var host = await GatewayHost.StartAsync(collaborators: new GatewayCollaborators { Metrics = [_sink], Recorder = recorder });
        (await host.GetAsync("/")).Dispose();
        (await host.GetAsync("/none")).Dispose();
        (await host.Client.GetAsync(new Uri("/ping", UriKind.Relative))).Dispose();
        await recorder.UntilAsync(2);
        await host.Gateway.FlushAsync();

        _sink.Requests.ShouldBe(2);
        _sink.Told.Sum(static metrics => metrics.Counts.ClientErrors).ShouldBe(1);
        _sink.Told.ShouldAllBe(static metrics => metrics.Labels.ApiName == "sample" && metrics.Verb == null);
    }

    [Fact]
    public async Task Instruments_measure_requests_with_their_api_and_stage_and_detailed_ones_with_their_method()
    {
        var recorder = new LastRecorder();
        await using var host = await GatewayHost.StartAsync(
            Sample.Api(Sample.Resource("/", Sample.Method("GET")), Sample.Resource("/any", Sample.Method("ANY"))), collaborators: new GatewayCollaborators { Recorder = recorder });
        host.Source.Put(Sample.Stage() with { MethodSettings = new Dictionary<string, MethodSetting> { ["~1any/ANY"] = new() { MetricsEnabled = true } } }, 2);
        using var listener = new MeterListener();
        var measured = new ConcurrentQueue<string>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, host.Gateway))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            value.ShouldBeInRange(0, 60);
            Note(instrument, 1, tags);
        });
        listener.Start();

        (await host.GetAsync("/any")).Dispose();
        (await host.GetAsync("/none")).Dispose();
        await recorder.UntilAsync(2);

        measured.ShouldBe(
        [
            "controlplane.gateway.requests 1 api=sample stage=prod resource=/any method=ANY",
            "controlplane.gateway.latency 1 api=sample stage=prod resource=/any method=ANY",
            "controlplane.gateway.requests 1 api=sample stage=prod",
            "controlplane.gateway.client_errors 1 api=sample stage=prod",
            "controlplane.gateway.latency 1 api=sample stage=prod",
        ]);

        void Note(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            measured.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))}");
    }

    [Fact]
    public async Task Behind_events_the_response_waits_for_the_report_that_its_request_began()
    {
        using var host = new FunctionUrlHost(metrics: _sink);
        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Body.ShouldBe("hello");
        _sink.Requests.ShouldBe(0);
        _sink.Gate = Task.Delay(50);

        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Body.ShouldBe("hello");
        _sink.Told.Count.ShouldBe(1, "the sandbox may stand still from now on");

        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Body.ShouldBe("hello");
        _sink.Told.Count.ShouldBe(1, "the last report is no ten seconds ago");
    }

    /// <summary>Counts records. A request is recorded a moment after its response, here last.</summary>
    private sealed class LastRecorder : IRequestRecorder
    {
        private int _count;

        public void Record(in RequestRecord record) => Interlocked.Increment(ref _count);

        public async Task UntilAsync(int count)
        {
            while (Volatile.Read(ref _count) < count)
            {
                await Task.Delay(1);
            }
        }
    }
}
