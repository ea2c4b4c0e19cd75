using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Caching;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Mirroring;
using ControlPlane.Gateway.Routing;
using ControlPlane.Gateway.Throttling;
using ControlPlane.Gateway.Validation;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>A method with one variant's stage variables resolved: what a request runs.</summary>
/// <param name="Resource">The resource it belongs to.</param>
/// <param name="Setting">The stage's setting for it: its own entry, else <c>*/*</c>, else the defaults.</param>
/// <param name="Integration">The backend.</param>
internal sealed record BoundMethod(RouteResource Resource, MethodSetting Setting, IIntegration Integration)
{
    /// <summary>What requests must pass before the backend is asked, or null when they need not pass anything.</summary>
    public MethodAdmission? Admission { get; init; }

    /// <summary>Its own verb, <c>ANY</c> included, when detailed metrics are kept of it, else null.</summary>
    public string? DetailedVerb { get; init; }

    /// <summary>Its own verb and its resource's path: <c>GET /pets/{id}</c>.</summary>
    public string RouteKey { get; init; } = "";

    /// <summary>What its validator demands of requests, or null.</summary>
    public RequestValidation? Validation { get; init; }

    /// <summary>How fast requests may come, or null when they are not counted.</summary>
    public MethodThrottle? Throttle { get; init; }

    /// <summary>Answers requests from the stage's cache, or null where they are not cached.</summary>
    public MethodCache? Cache { get; init; }

    /// <summary>Sends some of its requests to the canary, too, or null.</summary>
    public RouteMirror? Mirror { get; init; }

    /// <summary>The level its method settings ask for, else the gateway's default.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;

    /// <summary>The execution log of its requests, or null where it is off.</summary>
    public MethodExecutionLog? ExecutionLog { get; init; }

    /// <summary>Asks the backend, and beside it the canary's where the request is one to mirror.</summary>
    public ValueTask InvokeAsync(RequestContext request) =>
        Mirror?.Begin(request) is { } mirror ? mirror.BesideAsync(Integration, request) : Integration.InvokeAsync(request);
}
