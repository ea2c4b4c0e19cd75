using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging;

/// <summary>The records of requests. Each names the request and what served it, under the same names.</summary>
internal static partial class RequestLog
{
    /// <summary>A request came to its end, well or not.</summary>
    [LoggerMessage(
        EventId = 2001,
        EventName = "Request",
        Message = "({RequestId}) {HttpMethod} {Route} completed with status {Status} in {Latency} ms, integration {IntegrationLatency} ms; {Variant} of {Stage}, deployment {DeploymentId}, revision {Revision}")]
    public static partial void Completed(
        ILogger logger,
        LogLevel level,
        string requestId,
        string httpMethod,
        string? route,
        int status,
        double latency,
        double integrationLatency,
        string variant,
        string stage,
        string deploymentId,
        long revision);

    /// <summary>A request was refused by the gateway, or failed.</summary>
    [LoggerMessage(
        EventId = 2002,
        EventName = "RequestFailed",
        Message = "({RequestId}) {HttpMethod} {Route}: {Detail} Method completed with status: {Status} {ErrorType} in {Latency} ms, integration {IntegrationLatency} ms; {Variant} of {Stage}, deployment {DeploymentId}, revision {Revision}")]
    public static partial void Failed(
        ILogger logger,
        LogLevel level,
        Exception? exception,
        string requestId,
        string httpMethod,
        string? route,
        string detail,
        int status,
        string errorType,
        double latency,
        double integrationLatency,
        string variant,
        string stage,
        string deploymentId,
        long revision);

    /// <summary>What a request was matched to.</summary>
    [LoggerMessage(
        EventId = 2003,
        EventName = "RequestMatched",
        Level = LogLevel.Debug,
        Message = "({RequestId}) {HttpMethod} {Path} from {SourceIp} goes to {Route}; {Variant} of {Stage} (canary {CanaryPercent} %), deployment {DeploymentId}, revision {Revision}")]
    public static partial void Matched(
        ILogger logger,
        string requestId,
        string httpMethod,
        string path,
        string sourceIp,
        string? route,
        string variant,
        string stage,
        double canaryPercent,
        string deploymentId,
        long revision);

    /// <summary>The backend is asked.</summary>
    [LoggerMessage(
        EventId = 2004,
        EventName = "IntegrationRequest",
        Level = LogLevel.Debug,
        Message = "({RequestId}) Sending {Bytes} bytes to {Endpoint}; {Route}, {Variant} of {Stage}, deployment {DeploymentId}")]
    public static partial void IntegrationRequest(
        ILogger logger, string requestId, long bytes, string endpoint, string? route, string variant, string stage, string deploymentId);

    /// <summary>The backend has answered.</summary>
    [LoggerMessage(
        EventId = 2005,
        EventName = "IntegrationResponse",
        Level = LogLevel.Debug,
        Message = "({RequestId}) Received status {IntegrationStatus} and {Bytes} bytes after {IntegrationLatency} ms; {Route}, {Variant} of {Stage}, deployment {DeploymentId}")]
    public static partial void IntegrationResponse(
        ILogger logger, string requestId, int integrationStatus, long bytes, double integrationLatency, string? route, string variant, string stage, string deploymentId);

    /// <summary>An integration response was selected.</summary>
    [LoggerMessage(
        EventId = 2006,
        EventName = "ResponseMapped",
        Level = LogLevel.Debug,
        Message = "({RequestId}) Status {IntegrationStatus} of the integration is mapped to {Status} with the template for {MediaType}; {Route}, {Variant} of {Stage}, deployment {DeploymentId}")]
    public static partial void ResponseMapped(
        ILogger logger, string requestId, int integrationStatus, int status, string mediaType, string? route, string variant, string stage, string deploymentId);

    /// <summary>The stage's cache answers.</summary>
    [LoggerMessage(
        EventId = 2007,
        EventName = "CacheHit",
        Level = LogLevel.Debug,
        Message = "({RequestId}) The cache has status {Status} and {Bytes} bytes; {Route}, {Variant} of {Stage}, deployment {DeploymentId}")]
    public static partial void CacheHit(
        ILogger logger, string requestId, int status, int bytes, string? route, string variant, string stage, string deploymentId);

    /// <summary>A rule of the stage's web ACL matched.</summary>
    [LoggerMessage(
        EventId = 2008,
        EventName = "WebAclRule",
        Level = LogLevel.Information,
        Message = "({RequestId}) {HttpMethod} {Path} from {SourceIp} is matched by the rule {Rule} of the web ACL {WebAcl}: {Action}; {Variant} of {Stage}")]
    public static partial void WebAclRule(
        ILogger logger, string requestId, string httpMethod, string path, string sourceIp, string rule, string webAcl, string action, string variant, string stage);

    /// <summary>A message with its headers and its body (data trace).</summary>
    [LoggerMessage(
        EventId = 2010,
        EventName = "DataTrace",
        Level = LogLevel.Information,
        Message = "({RequestId}) {Step} {Subject}; headers {Headers}; body {Body}; {Route}, {Variant} of {Stage}, deployment {DeploymentId}")]
    public static partial void DataTrace(
        ILogger logger, string requestId, string step, string subject, string headers, string body, string? route, string variant, string stage, string deploymentId);
}
