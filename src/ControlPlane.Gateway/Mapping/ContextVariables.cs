using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>The <c>$context</c> variables that mappings may read.</summary>
internal static class ContextVariables
{
    /// <summary>How API Gateway writes a request's time.</summary>
    public const string TimeFormat = "dd/MMM/yyyy:HH:mm:ss +0000";

    /// <summary>What the names of the caller's variables begin with.</summary>
    public const string IdentityPrefix = "identity.";

    /// <summary>What the names of what an authorizer said begin with.</summary>
    public const string AuthorizerPrefix = "authorizer.";

    /// <summary>All variables but those of the caller.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "accountId", "apiId", "awsEndpointRequestId", "deploymentId", "domainName", "domainPrefix", "extendedRequestId", "httpMethod",
        "isCanaryRequest", "isMirroredRequest", "path", "protocol", "requestId", "requestTime", "requestTimeEpoch", "resourceId", "resourcePath", "stage",
        "stageVariant",
        "wafResponseCode", "webaclArn",
    ];

    /// <summary>The variables of the caller; those that nobody has verified are not set.</summary>
    public static IReadOnlyList<string> IdentityNames { get; } =
    [
        "identity.accountId", "identity.apiKey", "identity.apiKeyId", "identity.caller", "identity.cognitoAuthenticationProvider",
        "identity.cognitoAuthenticationType", "identity.cognitoIdentityId", "identity.cognitoIdentityPoolId", "identity.principalOrgId",
        "identity.sourceIp", "identity.user", "identity.userAgent", "identity.userArn", "identity.vpcId", "identity.vpceId",
    ];

    /// <summary>A variable by its name without <c>context.</c>, or null when it is not set.</summary>
    public static string? Find(RequestContext request, string name)
    {
        var stage = request.Stage;
        return name switch
        {
            "accountId" => stage?.AccountId,
            "apiId" => stage?.ApiId,
            "awsEndpointRequestId" => request.EndpointRequestId,
            "deploymentId" => request.Variant?.DeploymentId,
            "domainName" => request.Location.DomainName,
            "domainPrefix" => request.Location.DomainPrefix,
            "error.message" => request.Error?.Message,
            "error.messageString" => request.Error is { } error ? Quoted(error.Message) : null,
            "error.responseType" => request.Error?.Kind is { } kind ? GatewayResponseNames.Of(kind) : null,
            // It stands between quotation marks, as a rule, and has some of its own.
            "error.validationErrorString" => request.Error?.ValidationError is { } wrong ? Escaped(wrong) : null,
            "extendedRequestId" => request.ExtendedRequestId,
            "httpMethod" => request.Verb,
            "identity.accountId" => request.Caller?.Iam?.AccountId,
            "identity.apiKey" => request.Caller?.ApiKey,
            "identity.apiKeyId" => request.Caller?.ApiKeyId,
            "identity.caller" => request.Caller?.Iam?.CallerId,
            "identity.principalOrgId" => request.Caller?.Iam?.PrincipalOrgId,
            "identity.user" => request.Caller?.Iam?.UserId,
            "identity.userArn" => request.Caller?.Iam?.UserArn,
            "identity.sourceIp" => request.Exchange.SourceIp,
            "identity.userAgent" => request.Exchange.FindHeader("User-Agent"),
            "isCanaryRequest" => stage?.HasCanary == true ? request.Variant?.IsCanary == true ? "true" : "false" : null,
            "isMirroredRequest" => request.IsMirrored ? "true" : null,
            "path" => request.ContextPath,
            "protocol" => request.Exchange.Protocol,
            "requestId" => request.RequestId,
            "requestTime" => Time(request.ReceivedAt),
            "requestTimeEpoch" => request.ReceivedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            "resourceId" => request.Method?.Resource.Id,
            "resourcePath" => request.Method?.Resource.Path,
            "stage" => stage?.StageName,
            "stageVariant" => request.Variant?.Name,
            "wafResponseCode" => request.IsFilterPassed is { } passed ? passed ? "WAF_ALLOW" : "WAF_BLOCK" : null,
            "webaclArn" => stage?.WebAclArn,
            _ => name.StartsWith(AuthorizerPrefix, StringComparison.Ordinal) ? request.Caller?.Verdict?.Find(name[AuthorizerPrefix.Length..]) : null,
        };
    }

    private static string Quoted(string? message) => message is null ? "null" : $"\"{Escaped(message)}\"";

    private static string Escaped(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
