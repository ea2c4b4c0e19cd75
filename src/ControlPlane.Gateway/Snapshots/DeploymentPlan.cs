using ControlPlane.Domain.Deployments;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Routing;
using ControlPlane.Gateway.Validation;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>A deployment compiled without stage variables: shared by all stages and revisions that serve it.</summary>
/// <remarks>What it is made of is built with loops, not LINQ, whose iterators over pairs would be compiled while a function's first caller waits.</remarks>
internal sealed class DeploymentPlan
{
    private DeploymentPlan(string deploymentId, DeployedApi document)
    {
        DeploymentId = deploymentId;
        Document = document;
        BinaryTypes = new BinaryMediaTypes(document.BinaryMediaTypes);
        Routes = RouteTreeBuilder.Build(document.Resources);
        var models = new ModelSchemas(document.Models);
        var methods = new List<MethodPlan>();
        foreach (var resource in document.Resources)
        {
            foreach (var method in resource.Methods.Values)
            {
                methods.Add(new MethodPlan(resource, method, RequestValidation.Of(method, document.RequestValidators, models, BinaryTypes)));
            }
        }

        Methods = [.. methods];
    }

    public string DeploymentId { get; }

    public DeployedApi Document { get; }

    /// <summary>The gateway responses that the API words itself, compiled when the first is asked for.</summary>
    public CustomResponses Responses => field ??= new CustomResponses(Document.GatewayResponses);

    public BinaryMediaTypes BinaryTypes { get; }

    public RouteTree Routes { get; }

    /// <summary>The methods of all resources, in their order: the route tree's ordinals point in here.</summary>
    public MethodPlan[] Methods { get; }

    public static DeploymentPlan Compile(string deploymentId, DeployedApi document) => new(deploymentId, document);
}
