using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>
/// Where the data plane reads what it serves. Members may block the calling thread and may throw; the last snapshot keeps serving then.
/// </summary>
public interface IStageSource
{
    /// <summary>Reads a stage, or null when it or its API does not exist.</summary>
    ValueTask<StageConfiguration?> LoadStageAsync(string apiId, string stageName, CancellationToken cancellationToken);

    /// <summary>Reads only a stage's revision, or null when there is no such stage.</summary>
    ValueTask<long?> ReadRevisionAsync(string apiId, string stageName, CancellationToken cancellationToken);

    /// <summary>Reads the immutable document of a deployment, or null when there is no such deployment.</summary>
    ValueTask<DeployedApi?> LoadDeploymentAsync(string apiId, string deploymentId, CancellationToken cancellationToken);

    /// <summary>Reads a custom domain by its host name in lower case, or null when there is no such domain.</summary>
    ValueTask<CustomDomain?> FindDomainAsync(string host, CancellationToken cancellationToken);
}

/// <summary>A stage as it was read.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Revision">Changes with every write of the stage.</param>
public sealed record StageConfiguration(Stage Stage, long Revision);
