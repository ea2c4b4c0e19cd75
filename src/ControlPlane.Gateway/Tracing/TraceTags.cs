using System.Diagnostics;
using System.Globalization;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Tracing;

/// <summary>What activities say of requests, by OpenTelemetry's semantic conventions and beside them as <c>aws.api_gateway.*</c>.</summary>
internal static class TraceTags
{
    /// <summary>Describes a request that is over.</summary>
    public static void Describe(Activity activity, RequestContext request)
    {
        var (exchange, stage, variant) = (request.Exchange, request.Stage!, request.Variant!);
        var route = request.Route;
        activity.DisplayName = route is null ? request.Verb : $"{request.Verb} {route}";
        activity.SetTag("http.request.method", request.Verb);
        activity.SetTag("http.route", route);
        activity.SetTag("url.scheme", exchange.Scheme);
        activity.SetTag("url.path", exchange.Path);
        activity.SetTag("server.address", request.Location.DomainName);
        activity.SetTag("client.address", exchange.SourceIp);
        activity.SetTag("user_agent.original", exchange.FindHeader("User-Agent"));
        activity.SetTag("aws.api_gateway.api_id", stage.ApiId);
        activity.SetTag("aws.api_gateway.stage", stage.StageName);
        activity.SetTag("aws.api_gateway.variant", variant.Name);
        activity.SetTag("aws.api_gateway.deployment_id", variant.DeploymentId);
        activity.SetTag("aws.request_id", request.RequestId);
        if (!request.ClientGone)
        {
            activity.SetTag("http.response.status_code", exchange.StatusCode);
        }

        if (exchange.StatusCode >= 500 || request.Failure is not null and not GatewayFailure)
        {
            activity.SetTag("error.type", request.ErrorType ?? exchange.StatusCode.ToString(CultureInfo.InvariantCulture));
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>Describes the call of a backend.</summary>
    public static void DescribeBackend(Activity activity, RequestContext request, RequestTrace trace)
    {
        if (trace.Function is { } function)
        {
            activity.DisplayName = "Lambda/Invoke";
            activity.SetTag("rpc.system", "aws-api");
            activity.SetTag("rpc.service", "Lambda");
            activity.SetTag("rpc.method", "Invoke");
            activity.SetTag("faas.invoked_provider", "aws");
            activity.SetTag("faas.invoked_name", function);
            activity.SetTag("aws.request_id", request.EndpointRequestId);
        }
        else if (trace.BackendAddress is { } address)
        {
            activity.DisplayName = trace.BackendVerb!;
            activity.SetTag("http.request.method", trace.BackendVerb);
            activity.SetTag("server.address", address.Host);
            activity.SetTag("server.port", address.Port);
            activity.SetTag("url.full", address.GetLeftPart(UriPartial.Path));
        }

        activity.SetTag("http.response.status_code", request.EndpointStatus);
        if (HasFailed(request))
        {
            activity.SetTag("error.type", request.EndpointStatus?.ToString(CultureInfo.InvariantCulture) ?? "no_answer");
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>Whether the backend gave no answer, or an error: to those who ask 4xx is one as well.</summary>
    private static bool HasFailed(RequestContext request) => request.EndpointStatus is null or >= 400;
}
