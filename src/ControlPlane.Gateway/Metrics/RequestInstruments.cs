using System.Diagnostics;
using System.Diagnostics.Metrics;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Metrics;

/// <summary>
/// Requests as instruments of the meter <c>ControlPlane.Gateway</c>: the counters <c>controlplane.gateway.requests</c>,
/// <c>controlplane.gateway.client_errors</c> (4xx), <c>controlplane.gateway.server_errors</c> (5xx), <c>controlplane.gateway.cache_hits</c> and
/// <c>controlplane.gateway.cache_misses</c>, the histograms
/// <c>controlplane.gateway.latency</c> and <c>controlplane.gateway.integration_latency</c> in seconds. Tags are <c>api</c>, <c>stage</c>
/// (<c>prod</c>, its canary <c>prod-canary</c>), and <c>resource</c> and <c>method</c> of methods with detailed metrics.
/// </summary>
internal sealed class RequestInstruments : IRequestRecorder, IDisposable
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _clientErrors;
    private readonly Counter<long> _serverErrors;
    private readonly Counter<long> _cacheHits;
    private readonly Counter<long> _cacheMisses;
    private readonly Histogram<double> _latency;
    private readonly Histogram<double> _integrationLatency;

    /// <param name="owner">Tells the meters of several gateways in one process apart (<see cref="Meter.Scope"/>).</param>
    public RequestInstruments(object owner)
    {
        _meter = new Meter(new MeterOptions(SnapshotMetrics.MeterName) { Scope = owner });
        _requests = _meter.CreateCounter<long>("controlplane.gateway.requests", "{request}", "Requests that reached a stage.");
        _clientErrors = _meter.CreateCounter<long>("controlplane.gateway.client_errors", "{request}", "Those answered with 4xx.");
        _serverErrors = _meter.CreateCounter<long>("controlplane.gateway.server_errors", "{request}", "Those answered with 5xx.");
        _cacheHits = _meter.CreateCounter<long>("controlplane.gateway.cache_hits", "{request}", "Those that the response cache answered.");
        _cacheMisses = _meter.CreateCounter<long>("controlplane.gateway.cache_misses", "{request}", "Those that it might have answered.");
        _latency = _meter.CreateHistogram("controlplane.gateway.latency", "s", "From a request's arrival to its response's end.", null, Seconds);
        _integrationLatency = _meter.CreateHistogram("controlplane.gateway.integration_latency", "s", "The backend's share of it.", null, Seconds);
    }

    /// <summary>Whether anybody listens.</summary>
    public bool AreEnabled => _requests.Enabled || _clientErrors.Enabled || _serverErrors.Enabled || _cacheHits.Enabled || _cacheMisses.Enabled || _latency.Enabled || _integrationLatency.Enabled;

    /// <inheritdoc/>
    public void Record(in RequestRecord record)
    {
        if (!AreEnabled)
        {
            return;
        }

        var tags = new TagList { { "api", record.Labels.ApiName }, { "stage", record.Labels.Stage } };
        if (record.DetailedVerb is { } verb)
        {
            tags.Add("resource", record.ResourcePath);
            tags.Add("method", verb);
        }

        _requests.Add(1, tags);
        switch (record.Cache)
        {
            case CacheOutcome.Hit: _cacheHits.Add(1, tags); break;
            case CacheOutcome.Miss: _cacheMisses.Add(1, tags); break;
        }

        if (record.Aborted)
        {
            return;
        }

        switch (record.Status)
        {
            case >= 500: _serverErrors.Add(1, tags); break;
            case >= 400: _clientErrors.Add(1, tags); break;
        }

        _latency.Record(record.Latency.TotalSeconds, tags);
        if (record.IntegrationLatency > TimeSpan.Zero)
        {
            _integrationLatency.Record(record.IntegrationLatency.TotalSeconds, tags);
        }
    }

    public void Dispose() => _meter.Dispose();
}
