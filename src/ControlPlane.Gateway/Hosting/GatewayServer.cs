using System.Net;
using System.Text;
using ControlPlane.Gateway.Exchanges;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.Gateway.Hosting;

/// <summary>The data plane on a Kestrel server of its own, beside whatever else the process serves.</summary>
public sealed class GatewayServer : IAsyncDisposable
{
    /// <summary>All header names and values of a request, in bytes (API Gateway's quota).</summary>
    private const int MaxHeaderBytes = 10_240;

    /// <summary>A request line: API Gateway's URL quota and the verb and protocol around it.</summary>
    private const int MaxRequestLineBytes = 10_240 + 64;

    private readonly KestrelServer _server;
    private readonly ServiceProvider _services;
    private readonly KestrelApplication _application;

    /// <summary>Creates a server that does not listen yet.</summary>
    /// <param name="gateway">The data plane; not disposed.</param>
    /// <param name="endpoint">Where to listen; port 0 takes a free one.</param>
    /// <param name="loggers">Gets Kestrel's own categories.</param>
    public GatewayServer(Gateway gateway, IPEndPoint endpoint, ILoggerFactory loggers)
    {
        _application = new KestrelApplication(gateway);
        _services = new ServiceCollection().AddSingleton(loggers).BuildServiceProvider();
        var options = new KestrelServerOptions { ApplicationServices = _services, AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = GatewayExchange.MaxBodyBytes + 1;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        options.Limits.MaxRequestLineSize = MaxRequestLineBytes;

        // Header bytes pass through as they are, whatever their encoding.
        options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        options.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        options.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions
            {
                UnsafePreferInlineScheduling = InlineSockets.AreEnabled,

                // One read per request instead of two, for 4 KB that every idle connection keeps.
                WaitForDataBeforeAllocatingBuffer = false,
            }),
            loggers);
        _server = new KestrelServer(Options.Create(options), transport, loggers);
    }

    /// <summary>The address it listens on, once started.</summary>
    public Uri Address => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => _server.StartAsync(_application, cancellationToken);

    /// <summary>Takes no new connections and waits for the requests under way.</summary>
    /// <param name="cancellationToken">Breaks them off.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => _server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }
}
