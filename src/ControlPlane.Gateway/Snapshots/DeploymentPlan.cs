using ControlPlane.Domain.Deployments;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Routing;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>A deployment compiled without stage variables: shared by all stages and revisions that serve it.</summary>
internal sealed class DeploymentPlan
{
    private DeploymentPlan(string deploymentId, DeployedApi document)
    {
        DeploymentId = deploymentId;
        Document = document;
        BinaryTypes = new BinaryMediaTypes(document.BinaryMediaTypes);
        Routes = RouteTreeBuilder.Build(document.Resources);
        Methods = [.. document.Resources.SelectMany(
            resource => resource.Methods.Values.Select(method => new MethodPlan(resource, method)))];
    }

    public string DeploymentId { get; }

    public DeployedApi Document { get; }

    public BinaryMediaTypes BinaryTypes { get; }

    public RouteTree Routes { get; }

    /// <summary>The methods of all resources, in their order: the route tree's ordinals point in here.</summary>
    public MethodPlan[] Methods { get; }

    public static DeploymentPlan Compile(string deploymentId, DeployedApi document) => new(deploymentId, document);
}
