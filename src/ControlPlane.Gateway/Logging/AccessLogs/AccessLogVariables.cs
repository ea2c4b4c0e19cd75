using System.Collections.Frozen;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Splitting;

namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>Appends the value of a variable to a line; nothing when it is not set.</summary>
internal delegate void VariableWriter(RequestContext request, in RequestEnd end, in LineWriter line);

/// <summary>
/// The <c>$context</c> variables of access logs: those of mappings (<see cref="ContextVariables"/>) and those that only access logs have.
/// What most lines are made of is written without becoming a string first.
/// </summary>
internal static class AccessLogVariables
{
    private static readonly string[] Families =
    [
        "authorizer.", "authenticate.", "authorize.", "error.", "identity.clientCert.", "requestOverride.", "responseOverride.", "waf.",
    ];

    private static readonly FrozenDictionary<string, VariableWriter> Known = new Dictionary<string, VariableWriter>
    {
        ["customDomain.basePathMatched"] = static (request, in _, in line) => line.Text(request.Location.BasePath),
        ["error.message"] = static (request, in _, in line) => line.Text(request.Error?.Message),
        ["error.messageString"] = static (request, in _, in line) => Quote(request.Error?.Message, line),
        ["error.responseType"] = static (request, in _, in line) => line.Text(ResponseType(request.Error)),
        ["error.validationErrorString"] = static (request, in _, in line) => line.Text(request.Error?.ValidationError),
        ["extendedRequestId"] = static (request, in _, in line) => line.Text(request.ExtendedRequestId),
        ["httpMethod"] = static (request, in _, in line) => line.Text(request.Verb),
        ["identity.apiKey"] = static (request, in _, in line) => line.Text(Masked(ContextVariables.Find(request, "identity.apiKey"))),
        ["identity.sourceIp"] = static (request, in _, in line) => line.Text(request.Exchange.SourceIp),
        ["identity.userAgent"] = static (request, in _, in line) => line.Text(request.Exchange.FindHeader("User-Agent")),
        ["integration.error"] = static (request, in _, in line) => line.Text(IntegrationError(request)),
        ["integration.integrationStatus"] = static (request, in _, in line) => Number(request.EndpointStatus, line),
        ["integration.latency"] = static (_, in end, in line) => Number(end.IntegrationLatencyMillis, line),
        ["integration.requestId"] = static (request, in _, in line) => line.Text(request.EndpointRequestId),
        ["integration.status"] = static (request, in _, in line) => Number(request.FunctionStatus ?? request.EndpointStatus, line),
        ["integrationErrorMessage"] = static (request, in _, in line) => line.Text(IntegrationError(request)),
        ["integrationLatency"] = static (_, in end, in line) => Number(end.IntegrationLatencyMillis, line),
        ["integrationStatus"] = static (request, in _, in line) => Number(request.EndpointStatus, line),
        ["path"] = static (request, in _, in line) => line.Text(request.Location.ContextPathSpan(request.Exchange.Path)),
        ["requestId"] = static (request, in _, in line) => line.Text(request.RequestId),
        ["requestTime"] = static (request, in _, in line) => line.Time(request.ReceivedAt),
        ["requestTimeEpoch"] = static (request, in _, in line) => line.Number(request.ReceivedAt.ToUnixTimeMilliseconds()),
        ["responseLatency"] = static (_, in end, in line) => line.Number(end.LatencyMillis),
        ["responseLength"] = static (request, in _, in line) => line.Number(request.ResponseBytes),
        ["stageVariantReason"] = static (request, in _, in line) => line.Text(SplitDecision.NameOf(request.SplitReason)),
        ["status"] = static (request, in _, in line) => line.Number(request.Exchange.StatusCode),
        ["waf.latency"] = static (request, in _, in line) => Number(FilterMillis(request), line),
        ["waf.status"] = static (request, in _, in line) => Number(request.IsFilterPassed is { } passed ? passed ? 200 : 403 : null, line),
        ["xrayTraceId"] = static (request, in _, in line) => line.Text(request.TraceRoot),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Mapped = ContextVariables.Names.Concat(ContextVariables.IdentityNames).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The writer of a variable, or null when no request has such a variable.</summary>
    /// <param name="name">Its name without <c>$context.</c>.</param>
    public static VariableWriter? Find(string name)
    {
        if (Known.TryGetValue(name, out var known))
        {
            return known;
        }

        return Mapped.Contains(name) || Array.Exists(Families, family => name.StartsWith(family, StringComparison.Ordinal) && name.Length > family.Length)
            ? (request, in _, in line) => line.Text(ContextVariables.Find(request, name))
            : null;
    }

    /// <summary>What is never set.</summary>
    public static void Nothing(RequestContext request, in RequestEnd end, in LineWriter line)
    {
    }

    private static void Number(long? value, in LineWriter line)
    {
        if (value is { } number)
        {
            line.Number(number);
        }
    }

    private static void Quote(string? message, in LineWriter line)
    {
        if (message is not null)
        {
            line.Quoted(message);
        }
    }

    /// <summary>A credential that a format asks for. API Gateway prints it whole; here no log has any, and <c>identity.apiKeyId</c> names it.</summary>
    private static string? Masked(string? credential) => credential is null ? null : TraceText.Shown(credential);

    private static string? ResponseType(GatewayError? error) => error?.Kind is { } kind ? GatewayResponseNames.Of(kind) : null;

    /// <summary>Why the backend's answer was none, for requests that asked it.</summary>
    private static string? IntegrationError(RequestContext request) =>
        request.IsBackendAsked && request.Failure is GatewayFailure failure ? failure.Message : null;

    /// <summary>What the web ACL took, for requests of stages with one.</summary>
    private static long? FilterMillis(RequestContext request) =>
        request.IsFilterPassed is null ? null : (long)request.ElapsedOf(request.FilterTicks).TotalMilliseconds;
}
