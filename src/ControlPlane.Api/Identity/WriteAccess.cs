using ControlPlane.Domain.Errors;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Api.Identity;

/// <summary>Keeps callers that may only read from changing anything.</summary>
public static class WriteAccess
{
    /// <summary>Whether a request with this method only reads.</summary>
    /// <param name="method">The HTTP method.</param>
    public static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Refuses a request that may change something when its caller may only read.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="action">What the request does, as IAM names it: <c>apigateway:PATCH</c>.</param>
    /// <param name="resource">The ARN of what it is done to.</param>
    /// <exception cref="ApiException">403 AccessDeniedException.</exception>
    public static void Require(CallerIdentity caller, string method, string action, string resource)
    {
        if (!caller.CanWrite && !IsRead(method))
        {
            throw new ApiException(
                ErrorType.AccessDeniedException,
                $"User: {caller.Arn} is not authorized to perform: {action} on resource: {resource}");
        }
    }
}
