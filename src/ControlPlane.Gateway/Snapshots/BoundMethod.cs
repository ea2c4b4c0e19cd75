using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Routing;
using ControlPlane.Gateway.Validation;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>A method with one variant's stage variables resolved: what a request runs.</summary>
/// <param name="Resource">The resource it belongs to.</param>
/// <param name="Setting">The stage's setting for it: its own entry, else <c>*/*</c>, else the defaults.</param>
/// <param name="Refusal">What every request gets because the method asks for what is not served here, or null.</param>
/// <param name="Integration">The backend.</param>
internal sealed record BoundMethod(RouteResource Resource, MethodSetting Setting, GatewayError? Refusal, IIntegration Integration)
{
    /// <summary>What its validator demands of requests, or null.</summary>
    public RequestValidation? Validation { get; init; }

    /// <summary>The level its method settings ask for, else the gateway's default.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;
}
