using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ControlPlane.Local.LocalLambda.RuntimeApi;

/// <summary>
/// The transport of the one server that speaks the Runtime API. Every sandbox has a port of its own, because a runtime knows no
/// more than <c>host:port</c> and the port alone tells who is calling; a server, though, binds its ports once, at start. So
/// sockets come and go here, and what they accept is handed to the server as if from a single listener.
/// </summary>
internal sealed class RuntimeApiTransport(ILoggerFactory loggers) : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>();
    private readonly SocketConnectionContextFactory _connections = new(
        new SocketConnectionFactoryOptions(), loggers.CreateLogger<RuntimeApiTransport>());

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 0);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    /// <summary>Opens a port on the loopback interface; connections to it carry <paramref name="owner"/>.</summary>
    public RuntimeApiPort Open(object owner)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Listen(16);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _ = AcceptAsync(socket, owner);
        return new RuntimeApiPort(socket, ((IPEndPoint)socket.LocalEndPoint!).Port);
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _accepted.Reader.WaitToReadAsync(cancellationToken) && _accepted.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        _connections.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(Socket socket, object owner)
    {
        try
        {
            while (true)
            {
                var client = await socket.AcceptAsync();
                client.NoDelay = true;
                var connection = _connections.Create(client);
                connection.Items[nameof(RuntimeApiPort)] = owner;
                if (!_accepted.Writer.TryWrite(connection))
                {
                    await connection.DisposeAsync();
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The port was closed: its sandbox is gone.
        }
    }
}
