using ControlPlane.Domain.Errors;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Api.Identity;

/// <summary>
/// Takes over who AWS says the caller is: behind a Function URL with AWS_IAM the signature and the permission were checked before the
/// function ran, and the event names the caller. An event that names none is refused, so an URL opened by mistake stays shut.
/// </summary>
/// <param name="userArn">The ARN the event carries (<c>requestContext.authorizer.iam.userArn</c>), or null.</param>
public sealed class IamCallerAuthentication(Func<HttpContext, string?> userArn) : ICallerAuthentication
{
    /// <inheritdoc/>
    public ValueTask<CallerIdentity> AuthenticateAsync(HttpContext context) => userArn(context) is { Length: > 0 } arn
        ? ValueTask.FromResult(new CallerIdentity(arn) { SourceIp = context.Connection.RemoteIpAddress?.ToString() })
        : throw new ApiException(ErrorType.MissingAuthenticationTokenException, "Missing Authentication Token");
}
