using ControlPlane.Api;
using ControlPlane.Api.Identity;
using ControlPlane.Api.Requests;
using ControlPlane.Domain.Errors;
using Microsoft.AspNetCore.Authorization;

namespace ControlPlane.Local.Identity;

/// <summary>
/// Lets only signed requests of known callers through to the control port, whatever they ask for; endpoints that allow anonymous callers are the
/// exception. A web page can forge none: it has no key, and nothing here lets it read answers.
/// </summary>
internal sealed partial class SignatureGuard(ICallerAuthentication callers, ControlApiOptions options, ILogger<SignatureGuard> log)
{
    private const string _lambda = "lambda:";

    /// <summary>Passes a request on, or refuses it.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            try
            {
                var caller = await callers.AuthenticateAsync(context).ConfigureAwait(false);
                var (action, resource) = Permission(context, endpoint);
                WriteAccess.Require(caller, context.Request.Method, action, resource);
            }
            catch (ApiException refusal)
            {
                var requestId = await ApiResponse.RefuseAsync(context.Response, refusal).ConfigureAwait(false);
                Refused(context.Request.Method, context.Request.Path, context.Connection.RemoteIpAddress?.ToString(), refusal.Type, requestId);
                return;
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                return;
            }
        }

        await next(context).ConfigureAwait(false);
    }

    /// <summary>Whether an endpoint is one of the Lambda service's operations.</summary>
    public static bool IsLambda(Endpoint? endpoint) => LambdaAction(endpoint) is not null;

    private static string? LambdaAction(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } name && name.StartsWith(_lambda, StringComparison.Ordinal) ? name : null;

    /// <summary>What a request does to what, as IAM names both.</summary>
    private (string Action, string Resource) Permission(HttpContext context, Endpoint? endpoint)
    {
        if (LambdaAction(endpoint) is { } name)
        {
            var function = context.Request.RouteValues["functionName"] as string;
            var resource = function?.StartsWith("arn:", StringComparison.Ordinal) == true
                ? function
                : $"arn:aws:lambda:{options.Region}:{options.AccountId}:function:{function ?? "*"}";
            return (name == $"{_lambda}Invoke" ? $"{_lambda}InvokeFunction" : name, resource);
        }

        return ($"apigateway:{context.Request.Method}", $"arn:aws:apigateway:{options.Region}::{context.Request.Path}");
    }

    [LoggerMessage(1203, LogLevel.Warning, "Refused {Method} {Path} from {Source}: {Type}. Request id {RequestId}")]
    private partial void Refused(string method, string path, string? source, ErrorType type, string requestId);
}
