using ControlPlane.Domain.Metrics;

namespace ControlPlane.Gateway.Mirroring;

/// <summary>Where the findings of mirroring go. Members may block the calling thread and may throw: they are asked again then.</summary>
public interface IMirroringSink
{
    /// <summary>Adds what was found of a route since the last time.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="findings">What to add; must not be changed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask AddAsync(string apiId, string stageName, MirroringFindings findings, CancellationToken cancellationToken);
}
