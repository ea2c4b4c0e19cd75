using System.Text.Json;
using ControlPlane.Storage.Items;

namespace ControlPlane.Local.LocalLambda.Wire;

/// <summary>Runs an operation: gives every request an id, and turns every failure into an error of the API.</summary>
internal sealed partial class LambdaRequestHandler(ILogger<LambdaRequestHandler> logger)
{
    public async Task HandleAsync(HttpContext http, ILambdaOperation operation)
    {
        var requestId = Guid.NewGuid().ToString();
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        try
        {
            await operation.HandleAsync(new LambdaCall(http, requestId));
        }
        catch (LambdaException e)
        {
            await WriteErrorAsync(http, e);
        }
        catch (BadHttpRequestException e)
        {
            await WriteErrorAsync(http, LambdaErrors.InvalidContent(e.Message));
        }
        catch (StoreUnavailableException e)
        {
            LogFailure(logger, requestId, http.Request.Path, e);
            await WriteErrorAsync(http, LambdaErrors.Unavailable());
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody left to answer.
        }
        catch (Exception e)
        {
            LogFailure(logger, requestId, http.Request.Path, e);
            await WriteErrorAsync(http, new LambdaException(500, "ServiceException", "An error occurred and the request cannot be processed."));
        }
    }

    private static async Task WriteErrorAsync(HttpContext http, LambdaException error)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        var body = ErrorBody(error);
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        http.Response.Headers["x-amzn-ErrorType"] = error.Type;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static ReadOnlyMemory<byte> ErrorBody(LambdaException error)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (error.Reason is not null)
            {
                json.WriteString("Reason", error.Reason);
            }

            json.WriteString("Type", error.Status >= 500 ? "Service" : "User");

            // Clients read these two shapes with a capital letter, all others without.
            json.WriteString(error.Type is "ResourceNotFoundException" or "ServiceException" ? "Message" : "message", error.Message);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    [LoggerMessage(1, LogLevel.Error, "Lambda request {RequestId} to {Path} failed")]
    private static partial void LogFailure(ILogger logger, string requestId, PathString path, Exception exception);
}
