using ControlPlane.Gateway.Admission.Testing;

namespace ControlPlane.Api.Authorizers;

/// <summary>Tests authorizers, in processes that may invoke functions.</summary>
public interface IAuthorizerTests
{
    /// <summary>Tests an authorizer; null where functions cannot be invoked.</summary>
    Task<AuthorizerTestResult>? RunAsync(AuthorizerTestRequest test);
}
