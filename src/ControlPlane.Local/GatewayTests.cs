using ControlPlane.Api.Authorizers;
using ControlPlane.Gateway.Admission.Testing;

namespace ControlPlane.Local;

/// <summary>Tests authorizers with the functions that the gateway of this process invokes.</summary>
internal sealed class GatewayTests : IAuthorizerTests
{
    private volatile AuthorizerTest? _test;

    /// <summary>Names what tests; before that there is nothing to invoke.</summary>
    public void Attach(AuthorizerTest test) => _test = test;

    /// <inheritdoc/>
    public Task<AuthorizerTestResult>? RunAsync(AuthorizerTestRequest test) => _test?.RunAsync(test);
}
