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
    /// <summary>Makes it.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="plan">The method.</param>
    /// <param name="binaryTypes">The API's binary media types.</param>
    /// <param name="variables">The variant's stage variables.</param>
    /// <param name="certificate">What HTTP backends are shown, or null.</param>
    public IIntegration Bind(
        string apiId,
        MethodPlan plan,
        BinaryMediaTypes binaryTypes,
        IReadOnlyDictionary<string, string> variables,
        StageCertificate? certificate = null)
    {
        var uri = StageVariableText.Resolve(plan.Integration?.Uri ?? "", variables);
        if (FindFault(plan, uri) is { } fault)
        {
            return new UnservableIntegration(fault);
        }

        var integration = plan.Integration!;
        return integration.Type switch
        {
            IntegrationType.Mock => new MockIntegration(plan, binaryTypes),
            IntegrationType.HttpProxy => new HttpProxyIntegration(Http(apiId, plan, integration, uri, certificate)),
            IntegrationType.Http => new HttpIntegration(Http(apiId, plan, integration, uri, certificate), plan, binaryTypes),
            IntegrationType.AwsProxy => new LambdaProxyIntegration(lambda, FunctionUri.FindFunction(uri)!, integration, binaryTypes),
            _ => new LambdaIntegration(lambda, new FunctionAddress(FunctionUri.FindFunction(uri)!, plan.Mapping), plan, binaryTypes),
        };
    }

    /// <summary>Why a method's integration cannot be served, whatever is asked of it; null when it can, as far as that is known.</summary>
    /// <param name="plan">The method.</param>
    /// <param name="uri">The integration's address with stage variables resolved; empty for none.</param>
    public static string? FindFault(MethodPlan plan, string uri)
    {
        if (plan.Integration is not { } integration)
        {
            return "No integration defined for method";
        }

        if (integration.ConnectionType == ConnectionType.VpcLink)
        {
            return "VPC links are not served";
        }

        return integration.Type switch
        {
            IntegrationType.Mock or IntegrationType.Http or IntegrationType.HttpProxy => null,
            IntegrationType.Aws or IntegrationType.AwsProxy => FindFunctionFault(plan, integration, uri),
            _ => $"Unknown integration type {integration.Type}",
        };
    }

    private static string? FindFunctionFault(MethodPlan plan, Integration integration, string uri)
    {
        if (FunctionUri.FindFunction(uri) is null)
        {
            return $"Invalid ARN or unsupported AWS service: {uri}";
        }

        return integration.HttpMethod == "POST"
            ? UnmappableHeaders.Find(plan.Mapping, isAws: true)
            : $"Lambda integrations must use POST, not {integration.HttpMethod}";
    }

    private HttpBackend Http(string apiId, MethodPlan plan, Integration integration, string uri, StageCertificate? certificate) => new(
        backends,
        backends.For(integration.TlsConfig, certificate),
        certificate,
        new BackendAddress(uri, plan.Mapping),
        plan.Mapping,
        integration.HttpMethod,
        integration.TimeoutInMillis,
        apiId);
}
