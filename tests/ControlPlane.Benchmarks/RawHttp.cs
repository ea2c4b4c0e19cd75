using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ControlPlane.Benchmarks;

/// <summary>A backend that costs next to nothing: every read is taken for one request.</summary>
internal static class RawHttp
{
    private static readonly byte[] Response = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nServer: raw\r\nContent-Type: application/json\r\nContent-Length: 92\r\n\r\n" + new string('x', 92));

    public static TcpListener Answer(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync(listener);
        return listener;
    }

    private static async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            _ = AnswerAsync(await listener.AcceptSocketAsync());
        }
    }

    private static async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[8192];
            while (await socket.ReceiveAsync(buffer) > 0)
            {
                await socket.SendAsync(Response);
            }
        }
    }
}
