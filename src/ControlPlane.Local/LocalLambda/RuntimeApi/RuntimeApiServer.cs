using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ControlPlane.Local.LocalLambda.RuntimeApi;

/// <summary>The server side of the Lambda Runtime API (2018-06-01), for all sandboxes of this host.</summary>
internal sealed class RuntimeApiServer : IAsyncDisposable
{
    private readonly RuntimeApiTransport _transport;
    private readonly KestrelServer _server;
    private readonly RuntimeApiApplication _application;

    public RuntimeApiServer(ILoggerFactory loggers)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;

        // While a function works its connection is silent. Longer than any function's timeout; an infinite one overflows to none at all.
        options.Limits.KeepAliveTimeout = TimeSpan.FromDays(1);
        options.ResponseHeaderEncodingSelector = static _ => System.Text.Encoding.UTF8;
        options.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
        _transport = new RuntimeApiTransport(loggers);
        _server = new KestrelServer(Options.Create(options), _transport, loggers);
        _application = new RuntimeApiApplication(loggers.CreateLogger<RuntimeApiApplication>());
    }

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(_application, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <summary>Opens a port for a sandbox.</summary>
    public RuntimeApiPort Open(IRuntimeApiClient client) => _transport.Open(client);

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _transport.DisposeAsync();
    }
}
