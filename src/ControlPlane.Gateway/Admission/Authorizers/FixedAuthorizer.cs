using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>An authorizer that cannot be asked: nobody gets in, and the log has the reason.</summary>
internal sealed class FixedAuthorizer(GatewayError error, string reason) : IMethodAuthorizer
{
    public ValueTask<GatewayError?> AuthorizeAsync(RequestContext request) => new(request.Refuse(error, reason));
}
