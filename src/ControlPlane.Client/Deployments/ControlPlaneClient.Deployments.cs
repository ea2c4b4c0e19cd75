using ControlPlane.Client.Deployments;
using ControlPlane.Client.Wire;

namespace ControlPlane.Client;

/// <content>Deployments.</content>
public sealed partial class ControlPlaneClient
{
    /// <summary>GetDeployments: an API's deployments, a page at a time.</summary>
    public Task<Page<Deployment>> GetDeploymentsAsync(string restApiId, string? position = null, int? limit = null, CancellationToken cancellationToken = default) =>
        GetAsync(Paged($"{Api(restApiId)}/deployments", position, limit), ClientJson.Default.PageDeployment, cancellationToken);

    /// <summary>GetDeployment.</summary>
    public Task<Deployment> GetDeploymentAsync(string restApiId, string deploymentId, CancellationToken cancellationToken = default) =>
        GetAsync($"{Api(restApiId)}/deployments/{Segment(deploymentId)}", ClientJson.Default.Deployment, cancellationToken);

    /// <summary>CreateDeployment: takes a copy of the API as it is, for a stage, a stage's canary, or none.</summary>
    public Task<Deployment> CreateDeploymentAsync(string restApiId, NewDeployment deployment, CancellationToken cancellationToken = default) => SendAsync(
        new WireRequest(HttpMethod.Post, $"{Api(restApiId)}/deployments") { Body = Json(deployment, ClientJson.Default.NewDeployment) },
        ClientJson.Default.Deployment,
        cancellationToken);

    /// <summary>DeleteDeployment: deletes one that no stage serves.</summary>
    public Task DeleteDeploymentAsync(string restApiId, string deploymentId, CancellationToken cancellationToken = default) =>
        SendAsync(new WireRequest(HttpMethod.Delete, $"{Api(restApiId)}/deployments/{Segment(deploymentId)}"), cancellationToken);

    /// <summary>GetDeploymentDiff: what differs between two deployments.</summary>
    public Task<DeploymentDiff> GetDeploymentDiffAsync(string restApiId, string from, string to, CancellationToken cancellationToken = default) =>
        GetAsync($"{Api(restApiId)}/deployments/{Segment(from)}/diff/{Segment(to)}", ClientJson.Default.DeploymentDiff, cancellationToken);

    /// <summary>GetDeploymentRetention: which deployments are kept.</summary>
    public Task<DeploymentRetention> GetDeploymentRetentionAsync(string restApiId, CancellationToken cancellationToken = default) =>
        GetAsync($"{Api(restApiId)}/deploymentretention", ClientJson.Default.DeploymentRetention, cancellationToken);
}
