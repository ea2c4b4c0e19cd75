using ControlPlane.Domain.Errors;
using ControlPlane.Gateway.Testing;

namespace ControlPlane.Local;

/// <summary>Runs methods on the gateway of this process, which starts after the control API.</summary>
internal sealed class AttachedMethodTester : IMethodTester
{
    private volatile IMethodTester? _gateway;

    /// <summary>Names the gateway.</summary>
    public void Attach(IMethodTester gateway) => _gateway = gateway;

    /// <inheritdoc/>
    public Task<MethodTestResult> TestAsync(MethodTest test, CancellationToken cancellationToken) => _gateway is { } gateway
        ? gateway.TestAsync(test, cancellationToken)
        : throw new ApiException(ErrorType.ServiceUnavailableException, "The gateway is starting. Please try again later.");
}
