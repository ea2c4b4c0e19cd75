using System.Text.Json;
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
            .MapMethods(operation.Pattern, [operation.Verb], (RequestDelegate)(context => RunAsync(context, handle)))
            .WithMetadata(operation);
    }

    /// <summary>Answers a path or verb that no operation has, in the shape AWS's clients understand.</summary>
    public Task UnknownOperationAsync(HttpContext context) =>
        RunAsync(context, _ => throw new ApiException(ErrorType.NotFoundException, $"There is no operation {context.Request.Method} {context.Request.Path}"));

    private async Task RunAsync(HttpContext context, ApiHandler handler)
    {
        var requestId = Guid.NewGuid().ToString();
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        context.Response.Headers["x-amz-apigw-id"] = GatewayId(requestId);
        ApiAnswer answer;
        try
        {
            var caller = await callers.AuthenticateAsync(context).ConfigureAwait(false);
            var method = context.Request.Method;
            WriteAccess.Require(caller, method, $"apigateway:{method}", $"arn:aws:apigateway:{options.Region}::{context.Request.Path}");
            var request = new ApiRequest(context, requestId, caller.Arn, time);
            answer = await handler(request).ConfigureAwait(false);
        }
        catch (ApiException refusal)
        {
            answer = Refuse(context, refusal.Type, refusal.Message);
        }
        catch (ItemTooLargeException exception)
        {
            answer = Refuse(context, ErrorType.RequestEntityTooLargeException, exception.Message);
        }
        catch (StoreThrottledException exception)
        {
            StoreThrottled(exception, requestId);
            answer = Refuse(context, ErrorType.TooManyRequestsException, "Too Many Requests");
        }
        catch (StoreUnavailableException exception)
        {
            StoreUnavailable(exception, requestId);
            answer = Refuse(context, ErrorType.ServiceUnavailableException, "The configuration store is not available. Please try again later.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            Failed(exception, context.Request.Method, context.Request.Path, requestId);
            context.Response.Headers["x-amzn-ErrorType"] = "InternalFailure";
            answer = ApiAnswer.Json(500, "Internal failure", WriteMessage);
        }

        await WriteAsync(context.Response, answer).ConfigureAwait(false);
    }

    private static ApiAnswer Refuse(HttpContext context, ErrorType type, string message)
    {
        context.Response.Headers["x-amzn-ErrorType"] = type.ToString();
        if (type is ErrorType.LimitExceededException or ErrorType.TooManyRequestsException or ErrorType.ServiceUnavailableException)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return ApiAnswer.Json(type.Status(), message, WriteMessage);
    }

    private static void WriteMessage(Utf8JsonWriter writer, string message)
    {
        writer.WriteStartObject();
        writer.WriteString("message", message);
        writer.WriteEndObject();
    }

    private static async Task WriteAsync(HttpResponse response, ApiAnswer answer)
    {
        response.StatusCode = answer.Status;
        if (answer.ETag is not null)
        {
            response.Headers.ETag = answer.ETag;
        }

        if (answer.Status != StatusCodes.Status204NoContent)
        {
            response.ContentType = "application/json";
            response.ContentLength = answer.Body.Length;
            await response.BodyWriter.WriteAsync(answer.Body).ConfigureAwait(false);
        }
    }

    // API Gateway's second request id: short, base64-like, ending in =.
    private static string GatewayId(string requestId) => string.Concat(requestId.AsSpan(24, 11), "=");

    [LoggerMessage(1001, LogLevel.Error, "{Method} {Path} failed. Request id {RequestId}")]
    private partial void Failed(Exception exception, string method, string path, string requestId);

    [LoggerMessage(1002, LogLevel.Error, "The store cannot answer. Request id {RequestId}")]
    private partial void StoreUnavailable(Exception exception, string requestId);

    [LoggerMessage(1003, LogLevel.Warning, "The store is throttled. Request id {RequestId}")]
    private partial void StoreThrottled(Exception exception, string requestId);
}
