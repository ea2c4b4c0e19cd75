using ControlPlane.Domain.Errors;
using ControlPlane.Gateway.Testing;

namespace ControlPlane.Local;

/// <summary>Runs methods and authorizers on the gateway of this process, which starts after the control API.</summary>
internal sealed class AttachedTester : IGatewayTester
{
    private volatile IGatewayTester? _gateway;

    private IGatewayTester Gateway =>
        _gateway ?? throw new ApiException(ErrorType.ServiceUnavailableException, "The gateway is starting. Please try again later.");

    /// <summary>Names the gateway.</summary>
    public void Attach(IGatewayTester gateway) => _gateway = gateway;

    /// <inheritdoc/>
    public Task<MethodTestResult> TestAsync(MethodTest test, CancellationToken cancellationToken) => Gateway.TestAsync(test, cancellationToken);

    /// <inheritdoc/>
    public Task<AuthorizerTestResult> TestAsync(AuthorizerTestRequest test, CancellationToken cancellationToken) => Gateway.TestAsync(test, cancellationToken);
}
