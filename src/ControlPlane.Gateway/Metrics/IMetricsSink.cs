namespace ControlPlane.Gateway.Metrics;

/// <summary>
/// Where counted requests go: the store, or a log that metrics are made of. Gets what was counted since the last time, several for the
/// same minute one after the other, at most every ten seconds. Members may block the calling thread and may throw: they are asked again then.
/// </summary>
public interface IMetricsSink
{
    /// <summary>Writes what was counted in a minute. Not asked for the same minute and variant twice at a time, but for several at a time.</summary>
    /// <param name="metrics">What to add; must not be changed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask WriteAsync(MinuteMetrics metrics, CancellationToken cancellationToken);
}
