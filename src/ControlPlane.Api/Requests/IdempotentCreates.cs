using System.Security.Cryptography;
using System.Text;
using ControlPlane.Api.Concurrency;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Idempotency;
using ControlPlane.Storage.Items;

namespace ControlPlane.Api.Requests;

/// <summary>
/// Lets creations be repeated: the same <c>Idempotency-Key</c> with the same request gets the first answer, for a day.
/// Ids of such a creation come from the key, so a repetition after a crash meets what the first attempt stored.
/// </summary>
internal sealed class IdempotentCreates(IdempotencyRepository answers)
{
    private const int _maxKeyLength = 255;
    private readonly KeyedLock _running = new();

    /// <summary>Runs a creation, or repeats its first answer.</summary>
    /// <exception cref="ApiException">400: the key is unusable, or belongs to another request.</exception>
    public async ValueTask<ApiAnswer> RunAsync(ApiRequest request, string method, ApiHandler handler)
    {
        if (request.Header("Idempotency-Key") is not { } key)
        {
            return await handler(request).ConfigureAwait(false);
        }

        if (key.Length is 0 or > _maxKeyLength)
        {
            throw ApiException.BadRequest($"Invalid Idempotency-Key: it must have 1 to {_maxKeyLength} characters");
        }

        var body = await request.BytesAsync().ConfigureAwait(false);
        var digest = Digest(Encoding.UTF8.GetBytes($"{request.Origin.Actor}\n{key}"));
        var requestDigest = Digest([.. Encoding.UTF8.GetBytes($"{method} {request.Target}\n"), .. body.Span]);
        using var turn = await _running.AcquireAsync(digest, request.Cancelled).ConfigureAwait(false);
        if (await answers.GetAsync(digest, request.Cancelled).ConfigureAwait(false) is { } first)
        {
            return first.RequestDigest == requestDigest
                ? new ApiAnswer(first.Status, first.Body) { ETag = first.ETag }
                : throw ApiException.BadRequest("This Idempotency-Key was used with a different request");
        }

        request.MakeRepeatable(digest);
        var answer = await handler(request).ConfigureAwait(false);
        try
        {
            await answers.KeepAsync(digest, new IdempotentAnswer(requestDigest, answer.Status, answer.Body.ToArray(), answer.ETag), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ItemTooLargeException)
        {
            // A repetition then meets what this request made, as after a crash.
        }

        return answer;
    }

    private static string Digest(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));
}
