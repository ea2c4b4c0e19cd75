using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Benchmarks;

/// <summary>One stage in memory.</summary>
internal sealed class MemoryStageSource(Stage stage, DeployedApi document) : IStageSource
{
    public ValueTask<StageConfiguration?> LoadStageAsync(string apiId, string stageName, CancellationToken cancellationToken) =>
        new(apiId == stage.RestApiId && stageName == stage.StageName ? new StageConfiguration(stage, 1) : null);

    public ValueTask<StageVersion?> ReadVersionAsync(string apiId, string stageName, CancellationToken cancellationToken) =>
        new(new StageConfiguration(stage, 1).Version);

    public ValueTask<DeployedApi?> LoadDeploymentAsync(string apiId, string deploymentId, CancellationToken cancellationToken) => new(document);

    public ValueTask<CustomDomain?> FindDomainAsync(string host, CancellationToken cancellationToken) => default;
}
