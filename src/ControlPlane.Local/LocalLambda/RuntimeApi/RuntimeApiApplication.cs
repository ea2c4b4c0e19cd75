using System.Globalization;
using ControlPlane.Local.LocalLambda.Invocation;
using ControlPlane.Local.LocalLambda.Wire;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace ControlPlane.Local.LocalLambda.RuntimeApi;

/// <summary>The four calls of the Runtime API.</summary>
internal sealed partial class RuntimeApiApplication(ILogger<RuntimeApiApplication> logger) : IHttpApplication<HttpContext>
{
    private const string Base = "/2018-06-01/runtime/";
    private const string InvocationBase = Base + "invocation/";

    /// <summary>Largest answer of a function, in bytes.</summary>
    private const int MaxResponseBytes = 6291556;

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        var client = (IRuntimeApiClient)context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items[nameof(RuntimeApiPort)]!;
        var path = context.Request.Path.Value ?? string.Empty;
        try
        {
            await DispatchAsync(context, client, path);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException || context.RequestAborted.IsCancellationRequested)
        {
            // The runtime hung up; its process ends or polls anew.
            context.Abort();
        }
        catch (Exception e)
        {
            LogFailure(logger, path, e);
            context.Abort();
        }
    }

    private static Task DispatchAsync(HttpContext context, IRuntimeApiClient client, string path)
    {
        if (HttpMethods.IsGet(context.Request.Method) && path == InvocationBase + "next")
        {
            return NextAsync(context, client);
        }

        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (path == Base + "init/error")
            {
                return InitErrorAsync(context, client);
            }

            if (path.StartsWith(InvocationBase, StringComparison.Ordinal) && path.LastIndexOf('/') is var cut && cut > InvocationBase.Length)
            {
                var id = path[InvocationBase.Length..cut];
                switch (path.AsSpan(cut + 1))
                {
                    case "response":
                        return AnswerAsync(context, client, id, isError: false);
                    case "error":
                        return AnswerAsync(context, client, id, isError: true);
                }
            }
        }

        return WriteAsync(context, StatusCodes.Status404NotFound, """{"errorMessage":"No such call of the Runtime API","errorType":"NotFound"}"""u8.ToArray());
    }

    private static async Task NextAsync(HttpContext context, IRuntimeApiClient client)
    {
        var invocation = await client.NextAsync(context.RequestAborted);
        if (invocation is null)
        {
            await RejectAsync(context, StatusCodes.Status403Forbidden, "InvalidStateTransition", "The previous invocation has not been answered");
            return;
        }

        try
        {
            var headers = context.Response.Headers;
            headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
            headers["Lambda-Runtime-Deadline-Ms"] = invocation.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            headers["Lambda-Runtime-Invoked-Function-Arn"] = invocation.InvokedArn;
            headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
            if (invocation.ClientContext is not null)
            {
                headers["Lambda-Runtime-Client-Context"] = invocation.ClientContext;
            }

            await WriteAsync(context, StatusCodes.Status200OK, invocation.Payload);
        }
        catch
        {
            client.Undeliver(invocation);
            throw;
        }
    }

    private static async Task AnswerAsync(HttpContext context, IRuntimeApiClient client, string requestId, bool isError)
    {
        if (!client.IsCurrent(requestId))
        {
            await RejectAsync(context, StatusCodes.Status400BadRequest, "InvalidRequestID", "Invalid request ID");
            return;
        }

        var body = await BodyReader.ReadAsync(context.Request, MaxResponseBytes, context.RequestAborted);
        var result = body is { } payload
            ? Trailed(context) ?? new InvocationResult(payload, isError)
            : InvocationResult.Failure(
                "Function.ResponseSizeTooLarge", $"Response payload size exceeded maximum allowed payload size ({MaxResponseBytes} bytes).");
        await client.CompleteAsync(requestId, result);
        if (body is null)
        {
            await RejectAsync(context, StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge", "Response payload size exceeded maximum allowed payload size");
        }
        else
        {
            await WriteAsync(context, StatusCodes.Status202Accepted, """{"status":"OK"}"""u8.ToArray());
        }
    }

    /// <summary>A streamed answer that failed on the way says so in its trailers.</summary>
    private static InvocationResult? Trailed(HttpContext context)
    {
        if (!context.Request.CheckTrailersAvailable()
            || !context.Request.SupportsTrailers()
            || context.Request.GetTrailer("Lambda-Runtime-Function-Error-Type") is not { Count: > 0 } type)
        {
            return null;
        }

        var encoded = context.Request.GetTrailer("Lambda-Runtime-Function-Error-Body").ToString();
        var decoded = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, decoded, out var length) && length > 0
            ? new InvocationResult(decoded.AsMemory(0, length), IsError: true)
            : InvocationResult.Failure(type.ToString(), "The response stream failed.");
    }

    private static async Task InitErrorAsync(HttpContext context, IRuntimeApiClient client)
    {
        var body = await BodyReader.ReadAsync(context.Request, MaxResponseBytes, context.RequestAborted);
        var failure = body is { Length: > 0 } payload
            ? new InvocationResult(payload, IsError: true)
            : InvocationResult.Failure("Runtime.Unknown", "The runtime failed to start without saying why.");
        if (client.FailInit(failure))
        {
            await WriteAsync(context, StatusCodes.Status202Accepted, """{"status":"OK"}"""u8.ToArray());
        }
        else
        {
            await RejectAsync(context, StatusCodes.Status403Forbidden, "InvalidStateTransition", "The runtime is already initialized");
        }
    }

    private static Task RejectAsync(HttpContext context, int status, string type, string message) =>
        WriteAsync(context, status, System.Text.Encoding.UTF8.GetBytes($$"""{"errorMessage":"{{message}}","errorType":"{{type}}"}"""));

    private static async Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    [LoggerMessage(10, LogLevel.Error, "The Runtime API failed at {Path}")]
    private static partial void LogFailure(ILogger logger, string path, Exception exception);
}
