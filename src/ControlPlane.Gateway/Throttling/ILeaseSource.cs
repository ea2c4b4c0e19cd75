using ControlPlane.Storage.Access;

namespace ControlPlane.Gateway.Throttling;

/// <summary>
/// Where routers tell each other what they let through, so that together they keep to a limit. Members may block the calling thread and
/// may throw; every router keeps to its fair share then.
/// </summary>
public interface ILeaseSource
{
    /// <summary>Adds to what all routers did in a second.</summary>
    ValueTask AddAsync(string bucket, ThrottleUse use, CancellationToken cancellationToken);

    /// <summary>Reads what all routers did in seconds, both included, in order.</summary>
    ValueTask<IReadOnlyList<ThrottleUse>> ReadAsync(string bucket, long first, long last, CancellationToken cancellationToken);
}
