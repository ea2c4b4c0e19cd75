using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Lambda.Connections;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>
/// The connection pools towards HTTP backends: one that checks certificates, one that accepts private authorities, and such a pair for each
/// client certificate that stages show.
/// </summary>
internal sealed class HttpBackends : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    private readonly HttpMessageInvoker _checked;
    private readonly Lazy<HttpMessageInvoker> _unchecked;
    private readonly bool _hasSockets;
    private readonly GatewayFaults? _faults;

    // Certificates change once a year: the pools of those that are shown no more stay until the end.
    private readonly ConcurrentDictionary<(string Thumbprint, bool IsUnchecked), Lazy<HttpMessageInvoker>> _showing = new();

    /// <param name="handler">Sends the requests in place of pooled sockets, or null.</param>
    /// <param name="faults">Hears of client certificates that cannot be used, or null.</param>
    public HttpBackends(HttpMessageHandler? handler = null, GatewayFaults? faults = null)
    {
        _hasSockets = handler is null;
        _faults = faults;
        _checked = new HttpMessageInvoker(handler ?? NewHandler(), disposeHandler: handler is null);
        _unchecked = new Lazy<HttpMessageInvoker>(() => handler is null ? new HttpMessageInvoker(NewUncheckedHandler()) : _checked);
    }

    /// <summary>The pool for a backend.</summary>
    /// <param name="tls">How its certificate is checked.</param>
    /// <param name="certificate">What it is shown, or null.</param>
    public HttpMessageInvoker For(TlsConfig? tls, StageCertificate? certificate = null)
    {
        var isUnchecked = tls?.InsecureSkipVerification == true;
        if (certificate?.Certificate is not { } shown || !_hasSockets)
        {
            return isUnchecked ? _unchecked.Value : _checked;
        }

        return _showing.GetOrAdd(
            (shown.Thumbprint, isUnchecked),
            static (key, shown) => new Lazy<HttpMessageInvoker>(() => NewShowing(shown, key.IsUnchecked)),
            shown).Value;
    }

    /// <summary>A client certificate cannot be used; the request goes on without it, or with one that the backend may refuse.</summary>
    public void Report(RequestContext request, string fault) => _faults?.Report("client_certificate", request.Stage!, fault);

    public void Dispose()
    {
        _checked.Dispose();
        if (_unchecked.IsValueCreated)
        {
            _unchecked.Value.Dispose();
        }

        foreach (var pool in _showing.Values)
        {
            pool.Value.Dispose();
        }
    }

    private static HttpMessageInvoker NewShowing(X509Certificate2 certificate, bool isUnchecked)
    {
        var handler = isUnchecked ? NewUncheckedHandler() : NewHandler();

        // Whatever authorities the backend names: the certificate is its own authority.
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        return new HttpMessageInvoker(handler);
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
