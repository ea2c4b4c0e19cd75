using ControlPlane.Storage.Access;

namespace ControlPlane.Gateway.Throttling;

/// <summary>Routers that share a table.</summary>
/// <param name="uses">The counts.</param>
public sealed class StoredLeaseSource(ThrottleUseRepository uses) : ILeaseSource
{
    /// <inheritdoc/>
    public ValueTask AddAsync(string bucket, ThrottleUse use, CancellationToken cancellationToken) => uses.AddAsync(bucket, use, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ThrottleUse>> ReadAsync(string bucket, long first, long last, CancellationToken cancellationToken) =>
        uses.ReadAsync(bucket, first, last, cancellationToken);
}
