using ControlPlane.Storage.Metrics;

namespace ControlPlane.Gateway.Metrics;

/// <summary>Adds to the counters the control API reads; of whole variants and of the versions of functions, not of methods.</summary>
/// <param name="repository">The counters.</param>
public sealed class StoredMetricsSink(MetricsRepository repository) : IMetricsSink
{
    /// <inheritdoc/>
    public ValueTask WriteAsync(MinuteMetrics metrics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var counts = new MinuteCounts(metrics.Minute, metrics.Counts);
        if (metrics.Version is { } version)
        {
            return repository.AddAsync(metrics.ApiId, metrics.StageName, version, counts, cancellationToken);
        }

        return metrics.Verb is null
            ? repository.AddAsync(metrics.ApiId, metrics.StageName, metrics.IsCanary, counts, cancellationToken)
            : default;
    }
}
