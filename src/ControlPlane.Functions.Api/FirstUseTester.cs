using ControlPlane.Gateway.Testing;

namespace ControlPlane.Functions.Api;

/// <summary>Makes the gateway that tests methods and authorizers when somebody first tests one: most sandboxes never do, and none shall start slower for it.</summary>
internal sealed class FirstUseTester(Lazy<IGatewayTester> gateway) : IGatewayTester
{
    public Task<MethodTestResult> TestAsync(MethodTest test, CancellationToken cancellationToken) => gateway.Value.TestAsync(test, cancellationToken);

    public Task<AuthorizerTestResult> TestAsync(AuthorizerTestRequest test, CancellationToken cancellationToken) => gateway.Value.TestAsync(test, cancellationToken);
}
