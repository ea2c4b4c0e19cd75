using System.Globalization;

namespace ControlPlane.Gateway.Mapping;

/// <summary>The <c>$context</c> variables that mappings may read.</summary>
internal static class ContextVariables
{
    /// <summary>How API Gateway writes a request's time.</summary>
    public const string TimeFormat = "dd/MMM/yyyy:HH:mm:ss +0000";

    /// <summary>A variable by its name without <c>context.</c>, or null when it is not set.</summary>
    public static string? Find(RequestContext request, string name)
    {
        var stage = request.Stage;
        return name switch
        {
            "accountId" => stage?.AccountId,
            "apiId" => stage?.ApiId,
            "deploymentId" => request.Variant?.DeploymentId,
            "domainName" => request.Location.DomainName,
            "domainPrefix" => request.Location.DomainPrefix,
            "extendedRequestId" => request.ExtendedRequestId,
            "httpMethod" => request.Verb,
            "identity.sourceIp" => request.Exchange.SourceIp,
            "identity.userAgent" => request.Exchange.FindHeader("User-Agent"),
            "isCanaryRequest" => stage?.HasCanary == true ? request.Variant?.IsCanary == true ? "true" : "false" : null,
            "path" => request.ContextPath,
            "protocol" => request.Exchange.Protocol,
            "requestId" => request.RequestId,
            "requestTime" => Time(request.ReceivedAt),
            "requestTimeEpoch" => request.ReceivedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            "resourceId" => request.Method?.Resource.Id,
            "resourcePath" => request.Method?.Resource.Path,
            "stage" => stage?.StageName,
            _ => null,
        };
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
