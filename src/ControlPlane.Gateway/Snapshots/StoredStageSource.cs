using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.DomainNames;
using ControlPlane.Storage.Stages;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>Reads what the data plane serves from the repositories the control API writes.</summary>
/// <param name="stages">The stages.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="domains">The custom domains.</param>
public sealed class StoredStageSource(StageRepository stages, DeploymentRepository deployments, CustomDomainRepository domains) : IStageSource
{
    /// <inheritdoc/>
    public async ValueTask<StageConfiguration?> LoadStageAsync(string apiId, string stageName, CancellationToken cancellationToken) =>
        await stages.GetAsync(apiId, stageName, cancellationToken).ConfigureAwait(false) is { } stage
            ? new StageConfiguration(stage.Value, stage.Revision)
            : null;

    /// <inheritdoc/>
    public async ValueTask<StageVersion?> ReadVersionAsync(string apiId, string stageName, CancellationToken cancellationToken) =>
        (await LoadStageAsync(apiId, stageName, cancellationToken).ConfigureAwait(false))?.Version;

    /// <inheritdoc/>
    public ValueTask<DeployedApi?> LoadDeploymentAsync(string apiId, string deploymentId, CancellationToken cancellationToken) =>
        deployments.GetDocumentAsync(apiId, deploymentId, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CustomDomain?> FindDomainAsync(string host, CancellationToken cancellationToken) =>
        (await domains.GetAsync(host, cancellationToken).ConfigureAwait(false))?.Value;
}
