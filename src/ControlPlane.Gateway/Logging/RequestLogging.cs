using ControlPlane.Domain.WebAcls;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Logging.Volumes;
using ControlPlane.Gateway.Responses;
using ControlPlane.Lambda.Invocations;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging;

/// <summary>Writes the records of a request where its level asks for them; costs a comparison where it does not.</summary>
internal static class RequestLogging
{
    /// <summary>The name of a variant in records.</summary>
    public static string VariantName(bool isCanary) => isCanary ? "canary" : "base";

    /// <summary>How bad the end of a request was: what it is recorded as.</summary>
    public static LogLevel Severity(RequestContext request)
    {
        if (request.Failure is { } failure)
        {
            return failure is GatewayFailure { Error.Status: < 500 } ? LogLevel.Warning : LogLevel.Error;
        }

        return request.Exchange.StatusCode >= 500 ? LogLevel.Error
            : request.ErrorType is not null ? LogLevel.Warning
            : LogLevel.Information;
    }

    /// <summary>Whether a request has failed: with an error inside, with an answer of the gateway's own, or with 5xx from behind.</summary>
    public static bool HasFailed(RequestContext request) =>
        request.Failure is not null || request.ErrorType is not null || request.Exchange.StatusCode >= 500;

    /// <summary>What the end of a request is recorded as.</summary>
    public static RecordEvent EndOf(RequestContext request) => Detail(request) is null ? RecordEvent.Completed : RecordEvent.Failed;

    /// <summary>Records the end of a request.</summary>
    public static void LogEnd(this RequestContext request, LogLevel severity, TimeSpan latency, TimeSpan integrationLatency)
    {
        var (stage, variant) = (request.Stage!, request.Variant!);
        var (whole, integration) = (Milliseconds(latency), Milliseconds(integrationLatency));
        if (Detail(request) is not { } detail)
        {
            RequestLog.Completed(
                request.Logger, severity, request.RequestId, request.Verb, request.Route, request.Exchange.StatusCode, whole, integration,
                variant.Name, stage.StageName, variant.DeploymentId, stage.Version.Revision);
            return;
        }

        // The gateway's own refusals say all there is to say; a stack tells of what nobody expected.
        var unexpected = request.Failure is GatewayFailure ? null : request.Failure;
        RequestLog.Failed(
            request.Logger, severity, unexpected, request.RequestId, request.Verb, request.Route, detail, request.Exchange.StatusCode,
            request.ErrorType ?? "", whole, integration, variant.Name, stage.StageName, variant.DeploymentId, stage.Version.Revision);
    }

    /// <summary>Records what serves a request.</summary>
    public static void LogMatched(this RequestContext request)
    {
        if (request.Makes(RecordEvent.Matched, LogLevel.Debug))
        {
            var (stage, variant) = (request.Stage!, request.Variant!);
            var percent = stage.HasCanary ? stage.CanaryPercent : 0;
            RequestLog.Matched(
                request.Logger, request.RequestId, request.Verb, request.Exchange.Path, request.Exchange.SourceIp, request.Route, variant.Name,
                stage.StageName, percent, variant.DeploymentId, stage.Version.Revision);
        }
    }

    /// <summary>Records that a rule of the stage's web ACL matched.</summary>
    public static void LogRule(this RequestContext request, string webAcl, string rule, WebAclAction action)
    {
        if (request.Makes(RecordEvent.WebAclRule, LogLevel.Information))
        {
            var done = WireNames.Of(action);
            RequestLog.WebAclRule(
                request.Logger, request.RequestId, request.Verb, request.Exchange.Path, request.Exchange.SourceIp, rule, webAcl, done,
                request.Variant!.Name, request.Stage!.StageName);
        }
    }

    /// <summary>Records that a function is about to be asked.</summary>
    public static void LogIntegrationRequest(this RequestContext request, ILambdaClient lambda, string function, int bytes)
    {
        request.IsBackendAsked = true;
        request.Traced?.Asks(request, function);
        request.Execution?.Sending(lambda.AddressOf(function));
        if (request.Makes(RecordEvent.IntegrationRequest, LogLevel.Debug))
        {
            var variant = request.Variant!;
            RequestLog.IntegrationRequest(
                request.Logger, request.RequestId, bytes, function, request.Route, variant.Name, request.Stage!.StageName, variant.DeploymentId);
        }
    }

    /// <summary>Records that an HTTP backend is about to be asked; its query may hold what is no log's business.</summary>
    public static void LogIntegrationRequest(this RequestContext request, HttpRequestMessage message)
    {
        request.IsBackendAsked = true;
        request.Traced?.Asks(request, message);
        request.Execution?.Sending(message);
        if (request.Makes(RecordEvent.IntegrationRequest, LogLevel.Debug))
        {
            var variant = request.Variant!;
            var bytes = message.Content?.Headers.ContentLength ?? 0;
            var endpoint = $"{message.Method} {message.RequestUri?.GetLeftPart(UriPartial.Path)}";
            RequestLog.IntegrationRequest(
                request.Logger, request.RequestId, bytes, endpoint, request.Route, variant.Name, request.Stage!.StageName, variant.DeploymentId);
        }
    }

    /// <summary>Records what a backend has answered.</summary>
    public static void LogIntegrationResponse(this RequestContext request, int status, long bytes)
    {
        request.EndpointStatus = status;
        request.Execution?.Received(status);
        if (request.Makes(RecordEvent.IntegrationResponse, LogLevel.Debug))
        {
            var variant = request.Variant!;
            var latency = Milliseconds(request.ElapsedOf(request.BackendTicks));
            RequestLog.IntegrationResponse(
                request.Logger, request.RequestId, status, bytes, latency, request.Route, variant.Name,
                request.Stage!.StageName, variant.DeploymentId);
        }
    }

    /// <summary>Records which integration response was selected.</summary>
    public static void LogMapped(this RequestContext request, int integrationStatus, int status, string? mediaType)
    {
        if (request.Makes(RecordEvent.ResponseMapped, LogLevel.Debug))
        {
            var variant = request.Variant!;
            RequestLog.ResponseMapped(
                request.Logger, request.RequestId, integrationStatus, status, mediaType ?? "none", request.Route, variant.Name, request.Stage!.StageName,
                variant.DeploymentId);
        }
    }

    /// <summary>Records that the stage's cache answers.</summary>
    public static void LogCacheHit(this RequestContext request, int status, int bytes)
    {
        request.Execution?.CacheHit(status);
        if (request.Makes(RecordEvent.CacheHit, LogLevel.Debug))
        {
            var variant = request.Variant!;
            RequestLog.CacheHit(
                request.Logger, request.RequestId, status, bytes, request.Route, variant.Name, request.Stage!.StageName, variant.DeploymentId);
        }
    }

    /// <summary>What went wrong, or null when nothing did.</summary>
    private static string? Detail(RequestContext request) => request switch
    {
        { Failure: GatewayFailure failure } => failure.Message,
        { Failure: not null } => "The request failed.",
        { ClientGone: true } => "The client is gone.",
        { ErrorType: not null } => request.Refusal ?? "The request is refused.",
        _ => null,
    };

    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);
}
