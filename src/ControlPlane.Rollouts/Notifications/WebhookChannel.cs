using System.Security.Cryptography;
using System.Text;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Lambda.Connections;

namespace ControlPlane.Rollouts.Notifications;

/// <summary>
/// An HTTP POST. <c>X-ControlPlane-Id</c> tells repetitions apart; with a secret, <c>X-ControlPlane-Signature</c> is <c>sha256=</c> and the
/// hexadecimal HMAC-SHA256 of the body. The address comes from operators; redirects are not followed.
/// </summary>
internal sealed class WebhookChannel : INotificationChannel, IDisposable
{
    private readonly HttpClient _http = new(PlainConnections.NewHandler(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20))) { Timeout = Timeout.InfiniteTimeSpan };

    public NotificationKind Kind => NotificationKind.Webhook;

    public async Task SendAsync(RolloutNotificationTarget target, NotificationMessage message, string json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Url);
        var body = Encoding.UTF8.GetBytes(json);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("X-ControlPlane-Event", Domain.Wire.WireNames.Of(message.Type));
        request.Headers.TryAddWithoutValidation("X-ControlPlane-Id", message.Id);
        if (target.Secret is { } secret)
        {
            request.Headers.TryAddWithoutValidation(
                "X-ControlPlane-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}");
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"the webhook answered {(int)response.StatusCode}");
        }
    }

    public void Dispose() => _http.Dispose();
}
