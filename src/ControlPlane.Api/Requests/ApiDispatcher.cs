using ControlPlane.Api.Description;
using ControlPlane.Api.Identity;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Items;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Api.Requests;

/// <summary>Handles one operation.</summary>
internal delegate ValueTask<ApiAnswer> ApiHandler(ApiRequest request);

/// <summary>Runs handlers: makes the request, turns refusals into AWS's errors and failures into logged 500s, writes the answer.</summary>
internal sealed partial class ApiDispatcher(
    ICallerAuthentication callers, ControlApiOptions options, IdempotentCreates creates, TimeProvider time, ILogger<ApiDispatcher> log)
{
    /// <summary>Maps an operation; a repeatable one may be repeated with an <c>Idempotency-Key</c>.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="operation">What is mapped, as the API describes it.</param>
    /// <param name="handler">The handler.</param>
    public void Map(IEndpointRouteBuilder routes, Operation operation, ApiHandler handler)
    {
        ApiHandler handle = operation.Repeatable ? request => creates.RunAsync(request, operation.Verb, handler) : handler;
        routes
            .MapMethods(operation.Pattern.Split('?')[0], [operation.Verb], (RequestDelegate)(context => RunAsync(context, handle)))
            .WithMetadata(operation);
    }

    /// <summary>Answers a path or verb that no operation has, in the shape AWS's clients understand.</summary>
    public Task UnknownOperationAsync(HttpContext context) =>
        RunAsync(context, _ => throw new ApiException(ErrorType.NotFoundException, $"There is no operation {context.Request.Method} {context.Request.Path}"));

    private async Task RunAsync(HttpContext context, ApiHandler handler)
    {
        var requestId = ApiResponse.Begin(context.Response);
        var method = context.Request.Method;
        string? actor = null;
        ApiAnswer answer;
        try
        {
            var caller = await callers.AuthenticateAsync(context).ConfigureAwait(false);
            actor = caller.Arn;
            WriteAccess.Require(caller, method, $"apigateway:{method}", $"arn:aws:apigateway:{options.Region}::{context.Request.Path}");
            var request = new ApiRequest(context, requestId, caller, time);
            answer = await handler(request).ConfigureAwait(false);
        }
        catch (ApiException refusal)
        {
            answer = ApiResponse.Refusal(context.Response, refusal.Type, refusal.Message);
        }
        catch (ItemTooLargeException exception)
        {
            answer = ApiResponse.Refusal(context.Response, ErrorType.RequestEntityTooLargeException, exception.Message);
        }
        catch (StoreThrottledException exception)
        {
            StoreThrottled(exception, requestId);
            answer = ApiResponse.Refusal(context.Response, ErrorType.TooManyRequestsException, "Too Many Requests");
        }
        catch (StoreUnavailableException exception)
        {
            StoreUnavailable(exception, requestId);
            answer = ApiResponse.Refusal(context.Response, ErrorType.ServiceUnavailableException, "The configuration store is not available. Please try again later.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            Failed(exception, method, context.Request.Path, actor, requestId);
            answer = ApiResponse.Failure(context.Response);
        }

        await ApiResponse.WriteAsync(context.Response, answer).ConfigureAwait(false);
        if (actor is not null && !WriteAccess.IsRead(method))
        {
            Asked(actor, method, context.Request.Path, answer.Status, requestId);
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "{Method} {Path} of {Actor} failed. Request id {RequestId}")]
    private partial void Failed(Exception exception, string method, string path, string? actor, string requestId);

    [LoggerMessage(1002, LogLevel.Error, "The store cannot answer. Request id {RequestId}")]
    private partial void StoreUnavailable(Exception exception, string requestId);

    [LoggerMessage(1003, LogLevel.Warning, "The store is throttled. Request id {RequestId}")]
    private partial void StoreThrottled(Exception exception, string requestId);

    [LoggerMessage(1004, LogLevel.Information, "{Actor} asked for {Method} {Path} and got {Status}. Request id {RequestId}")]
    private partial void Asked(string actor, string method, string path, int status, string requestId);
}
