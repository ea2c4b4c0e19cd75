namespace ControlPlane.Gateway.Metrics;

/// <summary>Holds metrics that are not stored yet, for some seconds.</summary>
public interface IMetricsBuffer
{
    /// <summary>Stores what it holds. Never fails; what the store does not take is kept.</summary>
    Task FlushMetricsAsync();
}
