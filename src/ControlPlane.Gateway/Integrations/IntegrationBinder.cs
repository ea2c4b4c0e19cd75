using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Integrations.Http;
using ControlPlane.Gateway.Integrations.LambdaProxy;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Integrations;

/// <summary>Makes a method's integration for one variant: stage variables resolved, addresses checked as far as they are known.</summary>
internal sealed class IntegrationBinder(HttpBackends backends, ILambdaClient lambda)
{
    public IIntegration Bind(string apiId, MethodPlan plan, BinaryMediaTypes binaryTypes, IReadOnlyDictionary<string, string> variables)
    {
        if (plan.Integration is not { } integration)
        {
            return new UnservableIntegration("No integration defined for method");
        }

        if (integration.ConnectionType == ConnectionType.VpcLink)
        {
            return new UnservableIntegration("VPC links are not served");
        }

        var uri = StageVariableText.Resolve(integration.Uri ?? "", variables);
        return integration.Type switch
        {
            IntegrationType.Mock => new MockIntegration(plan, binaryTypes),
            IntegrationType.HttpProxy => new HttpProxyIntegration(Http(apiId, plan, integration, uri)),
            IntegrationType.Http => new HttpIntegration(Http(apiId, plan, integration, uri), plan, binaryTypes),
            IntegrationType.AwsProxy => Function(plan, integration, uri, function => new LambdaProxyIntegration(lambda, function, integration, binaryTypes)),
            IntegrationType.Aws => Function(
                plan, integration, uri, function => new LambdaIntegration(lambda, new FunctionAddress(function, plan.Mapping), plan, binaryTypes)),
            _ => new UnservableIntegration($"Unknown integration type {integration.Type}"),
        };
    }

    private static IIntegration Function(MethodPlan plan, Integration integration, string uri, Func<string, IIntegration> bind)
    {
        if (FunctionUri.FindFunction(uri) is not { } function)
        {
            return new UnservableIntegration($"Invalid ARN or unsupported AWS service: {uri}");
        }

        if (integration.HttpMethod != "POST")
        {
            return new UnservableIntegration($"Lambda integrations must use POST, not {integration.HttpMethod}");
        }

        return UnmappableHeaders.Find(plan.Mapping, isAws: true) is { } reason ? new UnservableIntegration(reason) : bind(function);
    }

    private HttpBackend Http(string apiId, MethodPlan plan, Integration integration, string uri) => new(
        backends.For(integration.TlsConfig),
        new BackendAddress(uri, plan.Mapping),
        plan.Mapping,
        integration.HttpMethod,
        integration.TimeoutInMillis,
        apiId);
}
