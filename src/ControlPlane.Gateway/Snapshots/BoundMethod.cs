using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Routing;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>A method with one variant's stage variables resolved: what a request runs.</summary>
/// <param name="Resource">The resource it belongs to.</param>
/// <param name="Setting">The stage's setting for it: its own entry, else <c>*/*</c>, else the defaults.</param>
/// <param name="Refusal">What every request gets because the method asks for what is not served here, or null.</param>
/// <param name="Integration">The backend.</param>
internal sealed record BoundMethod(RouteResource Resource, MethodSetting Setting, GatewayError? Refusal, IIntegration Integration)
{
    /// <summary>The level its method settings ask for, else the gateway's default.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;

    /// <summary>The execution log of its requests, or null where it is off.</summary>
    public MethodExecutionLog? ExecutionLog { get; init; }
}
