using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Routing;
using ControlPlane.Gateway.Validation;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>A method with its mappings parsed, stage variables unresolved.</summary>
internal sealed class MethodPlan(Resource resource, Method method, RequestValidation? validation)
{
    public Resource Resource { get; } = resource;

    public Method Method { get; } = method;

    public RouteResource Route { get; } = new(resource, 0);

    /// <summary>Verb and path: <c>GET /pets/{id}</c>.</summary>
    public string RouteKey { get; } = $"{method.HttpMethod} {resource.Path}";

    public RequestMapping Mapping { get; } = new(method.MethodIntegration?.RequestParameters ?? Maps.Empty<string>());

    public RequestTemplates Templates { get; } = new(method.MethodIntegration);

    public ResponseSelection Responses { get; } = new(method);

    /// <summary>What its validator demands, or null.</summary>
    public RequestValidation? Validation { get; } = validation;

    /// <summary>The integration, or null when the deployment was taken without one.</summary>
    public Integration? Integration => Method.MethodIntegration;
}
