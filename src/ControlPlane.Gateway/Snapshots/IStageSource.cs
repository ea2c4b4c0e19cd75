using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>
/// Where the data plane reads what it serves. Members may block the calling thread and may throw; the last snapshot keeps serving then.
/// Members should end when they are cancelled: what takes longer than a few seconds is not waited for.
/// </summary>
public interface IStageSource
{
    /// <summary>Reads a stage, or null when it or its API does not exist.</summary>
    ValueTask<StageConfiguration?> LoadStageAsync(string apiId, string stageName, CancellationToken cancellationToken);

    /// <summary>Reads only which version of a stage is stored, or null when there is no such stage.</summary>
    ValueTask<StageVersion?> ReadVersionAsync(string apiId, string stageName, CancellationToken cancellationToken);

    /// <summary>Reads the immutable document of a deployment, or null when there is no such deployment.</summary>
    ValueTask<DeployedApi?> LoadDeploymentAsync(string apiId, string deploymentId, CancellationToken cancellationToken);

    /// <summary>Reads a custom domain by its host name in lower case, or null when there is no such domain.</summary>
    ValueTask<CustomDomain?> FindDomainAsync(string host, CancellationToken cancellationToken);
}

/// <summary>A stage as it was read.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Revision">The stored revision.</param>
public sealed record StageConfiguration(Stage Stage, long Revision)
{
    /// <summary>What the stage shows to its HTTP backends, or null when it shows nothing.</summary>
    public StageCertificate? Certificate { get; init; }

    /// <summary>What tells this version of the stage from all others of its name.</summary>
    public StageVersion Version => new(Revision, Stage.LastEvent.Time);
}

/// <summary>A version of a stage. A stage that was deleted and created anew counts its revisions from 1 again, hence the time.</summary>
/// <param name="Revision">The stored revision.</param>
/// <param name="ChangedAt">When the change that made it happened.</param>
public readonly record struct StageVersion(long Revision, DateTimeOffset ChangedAt);
