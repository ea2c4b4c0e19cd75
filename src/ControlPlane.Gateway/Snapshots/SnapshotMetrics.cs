using System.Diagnostics.Metrics;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>
/// How fresh the configuration is, as instruments of the meter <c>ControlPlane.Gateway</c>: the gauge <c>controlplane.snapshot.age</c>
/// in seconds, for the stages with the oldest snapshots, and the counter <c>controlplane.snapshot.failed_checks</c> of reads that failed.
/// </summary>
internal sealed class SnapshotMetrics : IDisposable
{
    public const string MeterName = "ControlPlane.Gateway";

    /// <summary>Most stages the gauge names.</summary>
    public const int MaxStages = 100;

    private readonly Meter _meter;
    private readonly Counter<long> _failed;

    /// <param name="owner">Tells the meters of several gateways in one process apart (<see cref="Meter.Scope"/>).</param>
    /// <param name="ages">The stages in use with the seconds since their snapshots were last known to be what is stored.</param>
    public SnapshotMetrics(object owner, Func<IEnumerable<(StageEntry Entry, double Seconds)>> ages)
    {
        _meter = new Meter(new MeterOptions(MeterName) { Scope = owner });
        _failed = _meter.CreateCounter<long>("controlplane.snapshot.failed_checks", "{read}", "Reads of a stage's configuration that failed.");
        _meter.CreateObservableGauge(
            "controlplane.snapshot.age",
            () => ages().OrderByDescending(age => age.Seconds).Take(MaxStages).Select(age => new Measurement<double>(
                age.Seconds,
                new KeyValuePair<string, object?>("api", age.Entry.ApiId),
                new KeyValuePair<string, object?>("stage", age.Entry.StageName))),
            "s",
            "Time since a stage's snapshot was last known to be what is stored.");
    }

    /// <summary>Counts a read that failed.</summary>
    public void Failed(Exception exception) =>
        _failed.Add(1, new KeyValuePair<string, object?>("reason", exception is TimeoutException ? "timeout" : "error"));

    public void Dispose() => _meter.Dispose();
}
