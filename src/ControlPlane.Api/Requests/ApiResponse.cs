using System.Text.Json;
using ControlPlane.Domain.Errors;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Api.Requests;

/// <summary>How answers of the control API look on the wire.</summary>
public static class ApiResponse
{
    /// <summary>Answers a request that is refused before any operation sees it.</summary>
    /// <param name="response">The response, not begun.</param>
    /// <param name="refusal">The error for the caller.</param>
    /// <returns>The request id the caller sees.</returns>
    public static async Task<string> RefuseAsync(HttpResponse response, ApiException refusal)
    {
        var requestId = Begin(response);
        await WriteAsync(response, Refusal(response, refusal.Type, refusal.Message)).ConfigureAwait(false);
        return requestId;
    }

    /// <summary>Gives an answer its ids.</summary>
    /// <returns>The request id.</returns>
    internal static string Begin(HttpResponse response)
    {
        var requestId = Guid.NewGuid().ToString();
        response.Headers["x-amzn-RequestId"] = requestId;

        // API Gateway's second request id: short, base64-like, ending in =.
        response.Headers["x-amz-apigw-id"] = string.Concat(requestId.AsSpan(24, 11), "=");
        return requestId;
    }

    /// <summary>The answer to a request that is refused.</summary>
    internal static ApiAnswer Refusal(HttpResponse response, ErrorType type, string message)
    {
        response.Headers["x-amzn-ErrorType"] = type.ToString();
        if (type is ErrorType.LimitExceededException or ErrorType.TooManyRequestsException or ErrorType.ServiceUnavailableException)
        {
            response.Headers.RetryAfter = "1";
        }

        return ApiAnswer.Json(type.Status(), message, WriteMessage);
    }

    /// <summary>The answer to a request that failed for reasons which are not the caller's.</summary>
    internal static ApiAnswer Failure(HttpResponse response)
    {
        response.Headers["x-amzn-ErrorType"] = "InternalFailure";
        return ApiAnswer.Json(500, "Internal failure", WriteMessage);
    }

    /// <summary>Sends an answer.</summary>
    internal static async Task WriteAsync(HttpResponse response, ApiAnswer answer)
    {
        response.StatusCode = answer.Status;
        if (answer.ETag is not null)
        {
            response.Headers.ETag = answer.ETag;
        }

        if (answer.ContentDisposition is not null)
        {
            response.Headers.ContentDisposition = answer.ContentDisposition;
        }

        if (answer.Status != StatusCodes.Status204NoContent)
        {
            response.ContentType = answer.ContentType;
            response.ContentLength = answer.Body.Length;
            await response.BodyWriter.WriteAsync(answer.Body).ConfigureAwait(false);
        }
    }

    private static void WriteMessage(Utf8JsonWriter writer, string message)
    {
        writer.WriteStartObject();
        writer.WriteString("message", message);
        writer.WriteEndObject();
    }
}
