using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Hosting;

/// <summary>What the gateway calls itself where others listen.</summary>
public static class GatewayTelemetry
{
    /// <summary>The name of its activity source and of its meter.</summary>
    public const string Name = SnapshotMetrics.MeterName;
}
