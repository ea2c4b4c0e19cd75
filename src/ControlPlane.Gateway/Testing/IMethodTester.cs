using ControlPlane.Domain.Errors;

namespace ControlPlane.Gateway.Testing;

/// <summary>Runs methods of APIs as they are being edited, against their real backends.</summary>
public interface IMethodTester
{
    /// <summary>Runs a method. Whom the API admits does not matter: no policy, API key or authorizer is asked.</summary>
    /// <param name="test">The method and the request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The response with its log, also when the method fails.</returns>
    /// <exception cref="ApiException">400: the path does not lead to the resource, or a header has no proper name.</exception>
    Task<MethodTestResult> TestAsync(MethodTest test, CancellationToken cancellationToken);
}
