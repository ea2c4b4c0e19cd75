using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Recording;

/// <summary>
/// Faults beside which requests are still served. Each is counted (<c>controlplane.gateway.faults</c>, by kind) and said once a minute and
/// stage, with its reason.
/// </summary>
internal sealed partial class GatewayFaults : IDisposable
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Kind, string ApiId, string StageName), long> _said = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Meter _meter;
    private readonly Counter<long> _count;

    /// <param name="owner">Tells the meters of several gateways in one process apart.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of the faults.</param>
    public GatewayFaults(object owner, TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        _meter = new Meter(new MeterOptions(SnapshotMetrics.MeterName) { Scope = owner });
        _count = _meter.CreateCounter<long>("controlplane.gateway.faults", "{fault}", "Faults beside which requests were served.");
    }

    /// <summary>Tells of a fault.</summary>
    /// <param name="kind">What is at fault, for the metric: <c>client_certificate</c>.</param>
    /// <param name="stage">The stage it meets.</param>
    /// <param name="reason">What is wrong, a sentence.</param>
    public void Report(string kind, StageSnapshot stage, string reason)
    {
        _count.Add(1, new KeyValuePair<string, object?>("kind", kind));
        var now = _time.GetTimestamp();
        var key = (kind, stage.ApiId, stage.StageName);
        var first = _said.TryAdd(key, now);
        if (first || (_said.TryGetValue(key, out var said) && _time.GetElapsedTime(said, now) >= SayEvery && _said.TryUpdate(key, now, said)))
        {
            Said(stage.ApiId, stage.StageName, reason);
        }
    }

    public void Dispose() => _meter.Dispose();

    [LoggerMessage(EventId = 1010, EventName = "StageFault", Level = LogLevel.Warning, Message = "Stage {ApiId}/{StageName}: {Reason} Its requests are served all the same.")]
    private partial void Said(string apiId, string stageName, string reason);
}
