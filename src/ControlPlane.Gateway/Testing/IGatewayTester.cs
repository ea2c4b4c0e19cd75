using ControlPlane.Domain.Errors;

namespace ControlPlane.Gateway.Testing;

/// <summary>Runs methods and authorizers of APIs as they are being edited, against their real backends and functions.</summary>
public interface IGatewayTester
{
    /// <summary>Runs a method. Whom the API admits does not matter: no policy, API key or authorizer is asked.</summary>
    /// <param name="test">The method and the request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The response with its log, also when the method fails.</returns>
    /// <exception cref="ApiException">400: the path does not lead to the resource, or a header has no proper name.</exception>
    Task<MethodTestResult> TestAsync(MethodTest test, CancellationToken cancellationToken);

    /// <summary>Asks an authorizer. Nothing is kept of what it says.</summary>
    /// <param name="test">The authorizer and the request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its verdict with a log, also when it fails.</returns>
    /// <exception cref="ApiException">400: a header has no proper name.</exception>
    Task<AuthorizerTestResult> TestAsync(AuthorizerTestRequest test, CancellationToken cancellationToken);
}
