namespace ControlPlane.WebConsole.Identity;

/// <summary>
/// Goes on elsewhere when an answer has come. A process may run what waits for a socket on the thread that watches all of them, as the gateway wants
/// it; rendering a page there would keep its requests waiting.
/// </summary>
internal sealed class OffSocketThread(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return response;
    }
}
