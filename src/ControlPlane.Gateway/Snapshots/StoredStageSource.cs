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
/// <param name="certificates">The client certificates.</param>
public sealed class StoredStageSource(
    StageRepository stages,
    DeploymentRepository deployments,
    CustomDomainRepository domains,
    StageCertificates certificates) : IStageSource
{
    /// <inheritdoc/>
    public async ValueTask<StageConfiguration?> LoadStageAsync(string apiId, string stageName, CancellationToken cancellationToken)
    {
        if (await stages.GetAsync(apiId, stageName, cancellationToken).ConfigureAwait(false) is not { } stage)
        {
            return null;
        }

        var certificate = stage.Value.ClientCertificateId is { } id ? await certificates.FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return new StageConfiguration(stage.Value, stage.Revision) { Certificate = certificate };
    }

    /// <inheritdoc/>
    public async ValueTask<StageVersion?> ReadVersionAsync(string apiId, string stageName, CancellationToken cancellationToken) =>
        await stages.GetAsync(apiId, stageName, cancellationToken).ConfigureAwait(false) is { } stage
            ? new StageConfiguration(stage.Value, stage.Revision).Version
            : null;

    /// <inheritdoc/>
    public ValueTask<DeployedApi?> LoadDeploymentAsync(string apiId, string deploymentId, CancellationToken cancellationToken) =>
        deployments.GetDocumentAsync(apiId, deploymentId, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CustomDomain?> FindDomainAsync(string host, CancellationToken cancellationToken) =>
        (await domains.GetAsync(host, cancellationToken).ConfigureAwait(false))?.Value;
}
