using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ControlPlane.Lambda.Signing;

namespace ControlPlane.Client.Wire;

/// <summary>Sends requests to one service: signs them, repeats those that were told to come back, and turns refusals into exceptions.</summary>
internal sealed class ControlPlaneConnection(HttpClient http, Uri endpoint, RequestSigner? signer)
{
    private const int _maxAttempts = 3;
    private const int _longestMessage = 4000;

    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(2);

    private readonly Uri _root = endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new Uri(endpoint.AbsoluteUri + "/");

    /// <summary>Sends a request.</summary>
    /// <exception cref="ControlPlaneException">The service refused it, failed, or cannot be reached.</exception>
    public async Task<WireAnswer> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var response = await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return new WireAnswer(body, response.Headers.ETag?.Tag, response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
            }

            if (attempt == _maxAttempts || !MayComeBack(request, response))
            {
                throw Refusal(response, body);
            }

            var wait = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
            await Task.Delay(wait < _longestWait ? wait : _longestWait, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(WireRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, new Uri(_root, request.Path));

        // Equal requests of one second are then signed differently: each of them is a change of its own.
        message.Headers.TryAddWithoutValidation("amz-sdk-invocation-id", Guid.NewGuid().ToString());
        if (request.IfMatch is { } revision)
        {
            message.Headers.TryAddWithoutValidation("If-Match", revision);
        }

        if (request.Accept is { } accept)
        {
            message.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        if (signer is not null)
        {
            await signer.SignAsync(message, request.Body, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception);
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Unreachable(exception);
        }
    }

    // What was throttled was not done; what was unavailable may have been, so only reads ask again.
    private static bool MayComeBack(WireRequest request, HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests
        || (request.Method == HttpMethod.Get && response.StatusCode == HttpStatusCode.ServiceUnavailable);

    private ControlPlaneException Unreachable(Exception exception) => new(
        503, ControlPlaneException.Unreachable, $"{_root.GetLeftPart(UriPartial.Authority)} cannot be reached: {exception.Message}", null, exception);

    private static ControlPlaneException Refusal(HttpResponseMessage response, byte[] body)
    {
        var type = Header(response, "x-amzn-ErrorType")?.Split(':')[0];
        return new ControlPlaneException(
            (int)response.StatusCode,
            string.IsNullOrEmpty(type) ? ControlPlaneException.NotUnderstood : type,
            MessageOf(body) ?? $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}",
            Header(response, "x-amzn-RequestId"));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    // Behind a function URL the service's own refusals say Message.
    private static string? MessageOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var name in (ReadOnlySpan<string>)["message", "Message"])
            {
                if (json.RootElement.ValueKind == JsonValueKind.Object
                    && json.RootElement.TryGetProperty(name, out var message) && message.ValueKind == JsonValueKind.String)
                {
                    var text = message.GetString()!;
                    return text.Length > _longestMessage ? text[.._longestMessage] : text;
                }
            }
        }
        catch (JsonException)
        {
            // Whatever stands between may answer pages of its own; the status says enough.
        }

        return null;
    }
}
