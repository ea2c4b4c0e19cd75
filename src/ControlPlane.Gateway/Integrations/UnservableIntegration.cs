using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations;

/// <summary>An integration whose definition cannot be served: every request gets 500, and the log the reason.</summary>
internal sealed class UnservableIntegration(string reason) : IIntegration
{
    public ValueTask InvokeAsync(RequestContext request) => throw GatewayFailure.Configuration(reason);
}
