using ControlPlane.Storage.Metrics;

namespace ControlPlane.Gateway.Metrics;

/// <summary>Adds to the counters the control API reads; of whole variants, not of their methods.</summary>
/// <param name="repository">The counters.</param>
public sealed class StoredMetricsSink(MetricsRepository repository) : IMetricsSink
{
    /// <inheritdoc/>
    public ValueTask WriteAsync(MinuteMetrics metrics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return metrics.Verb is null
            ? repository.AddAsync(metrics.ApiId, metrics.StageName, metrics.IsCanary, new MinuteCounts(metrics.Minute, metrics.Counts), cancellationToken)
            : default;
    }
}
