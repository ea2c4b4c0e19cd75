using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations;

/// <summary>The backend of a method, bound to one variant of a stage.</summary>
internal interface IIntegration
{
    /// <summary>Lets the backend answer and writes the response.</summary>
    /// <exception cref="GatewayFailure">The request ends with one of the gateway's own answers.</exception>
    ValueTask InvokeAsync(RequestContext request);
}
