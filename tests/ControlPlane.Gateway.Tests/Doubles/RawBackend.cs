using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>A backend that writes exactly the bytes it is told, piece by piece, and then hangs up.</summary>
internal sealed class RawBackend : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RawBackend(params string[] pieces)
    {
        _listener.Start();
        _ = AcceptAsync(pieces);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Ends when the other side has hung up on a backend that never answers.</summary>
    public TaskCompletionSource HungUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a request has arrived.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync(string[] pieces)
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(), pieces);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private async Task AnswerAsync(TcpClient client, string[] pieces)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var buffer = new byte[64 * 1024];
                _ = await stream.ReadAsync(buffer);
                Asked.TrySetResult();
                if (pieces.Length == 0)
                {
                    while (await stream.ReadAsync(buffer) > 0)
                    {
                    }

                    HungUp.TrySetResult();
                    return;
                }

                foreach (var piece in pieces)
                {
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(piece));
                    await stream.FlushAsync();
                    await Task.Delay(10);
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                HungUp.TrySetResult();
            }
        }
    }
}
