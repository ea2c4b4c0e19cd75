using System.IO.Pipelines;
using System.Security.Cryptography;
using ControlPlane.Domain.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ControlPlane.Api.Identity;

/// <summary>The hash of a request's body, taken of the server's own buffers: the body stays there, unread, for whoever handles the request.</summary>
internal static class RequestHash
{
    /// <summary>Waits for the whole body and hashes it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">How long the body may be, bytes.</param>
    /// <returns>The SHA-256, lower-case hexadecimal.</returns>
    /// <exception cref="ApiException">413: the body is longer; 400: it broke off.</exception>
    public static async ValueTask<string> OfBodyAsync(HttpRequest request, long limit)
    {
        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        // The limit is ours, with an answer of AWS's shape.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        try
        {
            return await HashAsync(request.BodyReader, limit, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException)
        {
            throw ApiException.BadRequest("The request body is incomplete");
        }
    }

    private static async ValueTask<string> HashAsync(PipeReader reader, long limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var body = result.Buffer;
            if (body.Length > limit)
            {
                reader.AdvanceTo(body.Start, body.End);
                throw TooLarge(limit);
            }

            if (result.IsCompleted)
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                foreach (var segment in body)
                {
                    hash.AppendData(segment.Span);
                }

                reader.AdvanceTo(body.Start);
                return Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            reader.AdvanceTo(body.Start, body.End);
        }
    }

    private static ApiException TooLarge(long limit) =>
        new(ErrorType.RequestEntityTooLargeException, $"Request body is too large. It may have at most {limit} bytes.");
}
