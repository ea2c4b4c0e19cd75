using System.Net.Security;
using System.Text;
using ControlPlane.Domain.Integrations;
using ControlPlane.Lambda.Connections;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>The connection pools towards HTTP backends: one that checks certificates, one that accepts private authorities.</summary>
internal sealed class HttpBackends : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    private readonly HttpMessageInvoker _checked;
    private readonly Lazy<HttpMessageInvoker> _unchecked;

    /// <param name="handler">Sends the requests in place of pooled sockets, or null.</param>
    public HttpBackends(HttpMessageHandler? handler = null)
    {
        _checked = new HttpMessageInvoker(handler ?? NewHandler(), disposeHandler: handler is null);
        _unchecked = new Lazy<HttpMessageInvoker>(() => handler is null ? new HttpMessageInvoker(NewUncheckedHandler()) : _checked);
    }

    public HttpMessageInvoker For(TlsConfig? tls) => tls?.InsecureSkipVerification == true ? _unchecked.Value : _checked;

    public void Dispose()
    {
        _checked.Dispose();
        if (_unchecked.IsValueCreated)
        {
            _unchecked.Value.Dispose();
        }
    }

    private static SocketsHttpHandler NewUncheckedHandler()
    {
        var handler = NewHandler();

        // API Gateway's insecureSkipVerification still checks the name and the dates; only the authority may be unknown.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            certificate is not null && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None;
        return handler;
    }

    private static SocketsHttpHandler NewHandler()
    {
        var handler = PlainConnections.NewHandler(ConnectTimeout, IdleTimeout);
        handler.MaxConnectionsPerServer = int.MaxValue;
        handler.MaxResponseDrainSize = 64 * 1024;

        // Header bytes pass through as they are, whatever their encoding; those of responses are read so by default.
        handler.RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
        return handler;
    }
}
