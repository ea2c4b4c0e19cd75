namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>What is known of a request only when it is over.</summary>
/// <param name="LatencyMillis">From its arrival to its response's end, in whole milliseconds.</param>
/// <param name="IntegrationLatencyMillis">The backend's share of that; null when none was asked.</param>
internal readonly record struct RequestEnd(long LatencyMillis, long? IntegrationLatencyMillis);
