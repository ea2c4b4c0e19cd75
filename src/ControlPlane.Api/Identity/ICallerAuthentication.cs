using ControlPlane.Domain.Errors;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Api.Identity;

/// <summary>Tells who calls. Every host of the control API registers one; it is asked for every request, before anything is read or changed.</summary>
public interface ICallerAuthentication
{
    /// <summary>The caller of a request.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="ApiException">
    /// The caller is not known or not allowed in: 403 MissingAuthenticationTokenException, UnrecognizedClientException, InvalidSignatureException or
    /// AccessDeniedException, 400 IncompleteSignatureException, 429 TooManyRequestsException.
    /// </exception>
    ValueTask<CallerIdentity> AuthenticateAsync(HttpContext context);
}
