using ControlPlane.Gateway.Metrics;
using ControlPlane.Rollouts.Running;

namespace ControlPlane.Local;

/// <summary>The metrics that the gateway of this process has not stored yet, once there is one.</summary>
internal sealed class AttachedMetrics : IMetricsBuffer, IFreshCounts
{
    private volatile IMetricsBuffer? _gateway;

    /// <summary>Names the gateway. Before that there is nothing to store.</summary>
    public void Attach(IMetricsBuffer gateway) => _gateway = gateway;

    /// <inheritdoc/>
    public Task FlushMetricsAsync() => _gateway?.FlushMetricsAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoreAsync() => FlushMetricsAsync();
}
