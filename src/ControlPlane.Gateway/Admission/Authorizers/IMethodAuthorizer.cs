using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>Decides whether a caller may call a method.</summary>
internal interface IMethodAuthorizer
{
    /// <summary>Lets a request in, or refuses it.</summary>
    /// <returns>Null when it may go on.</returns>
    /// <exception cref="GatewayFailure">There is no decision.</exception>
    ValueTask<GatewayError?> AuthorizeAsync(RequestContext request);
}
