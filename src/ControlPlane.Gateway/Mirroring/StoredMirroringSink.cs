using ControlPlane.Domain.Metrics;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Gateway.Mirroring;

/// <summary>Adds to the findings the control API reads.</summary>
/// <param name="repository">The findings.</param>
/// <param name="time">The time.</param>
public sealed class StoredMirroringSink(MirroringRepository repository, TimeProvider time) : IMirroringSink
{
    /// <inheritdoc/>
    public ValueTask AddAsync(string apiId, string stageName, MirroringFindings findings, CancellationToken cancellationToken) =>
        repository.AddAsync(apiId, stageName, findings, time.GetUtcNow(), cancellationToken);
}
