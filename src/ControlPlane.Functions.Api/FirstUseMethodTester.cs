using ControlPlane.Gateway.Testing;

namespace ControlPlane.Functions.Api;

/// <summary>Makes the gateway that tests methods when somebody first tests one: most sandboxes never do, and none shall start slower for it.</summary>
internal sealed class FirstUseMethodTester(Lazy<IMethodTester> gateway) : IMethodTester
{
    public Task<MethodTestResult> TestAsync(MethodTest test, CancellationToken cancellationToken) => gateway.Value.TestAsync(test, cancellationToken);
}
