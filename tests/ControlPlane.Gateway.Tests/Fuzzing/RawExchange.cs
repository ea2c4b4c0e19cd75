using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ControlPlane.Gateway.Tests.Fuzzing;

/// <summary>Speaks bytes to a server.</summary>
internal static partial class RawExchange
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends bytes, says that there are no more once the server waits for them, and reads until it has nothing more to say.</summary>
    /// <param name="server">The server.</param>
    /// <param name="pieces">The bytes.</param>
    /// <param name="saysEnd">False to wait for a server that takes its time, and closes by itself.</param>
    /// <returns>What it said.</returns>
    /// <exception cref="TimeoutException">The server neither answers nor closes.</exception>
    public static async Task<string> SendAsync(Uri server, IEnumerable<byte[]> pieces, bool saysEnd = true)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        var sending = SendAsync(stream, pieces, patience.Token);
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var reading = stream.ReadAsync(buffer, patience.Token).AsTask();
                if (saysEnd && !await IsDoneAsync(Task.WhenAll(reading, sending)) && sending.IsCompleted && !reading.IsCompleted)
                {
                    client.Client.Shutdown(SocketShutdown.Send);
                }

                var count = await reading;
                if (count == 0)
                {
                    break;
                }

                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Reset: the server need not read what it refuses.
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The server is silent after: {answer}");
        }

        client.Close();
        await sending;
        return answer.ToString();
    }

    /// <summary>The statuses of responses that follow each other. The last one may be cut off by a reset, but not malformed.</summary>
    public static List<int> Statuses(string answer)
    {
        var statuses = new List<int>();
        while (answer.Length > 0)
        {
            var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0 && statuses.Count > 0)
            {
                break;
            }

            var match = Head().Match(answer);
            match.Success.ShouldBeTrue(answer);
            var status = int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture);
            statuses.Add(status);
            var length = match.Groups["length"].Success ? int.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture) : 0;
            var rest = answer[match.Length..];

            // The answer to HEAD says how long the body would be.
            answer = rest.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? rest : rest[Math.Min(rest.Length, length)..];
        }

        return statuses;
    }

    private static async Task<bool> IsDoneAsync(Task task)
    {
        try
        {
            await task.WaitAsync(Quiet);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task SendAsync(NetworkStream stream, IEnumerable<byte[]> pieces, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var piece in pieces)
            {
                await stream.WriteAsync(piece, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The server has seen enough.
        }
    }

    [GeneratedRegex(@"\AHTTP/1\.1 (?<status>\d{3}) [ -~]*\r\n(?:(?:Content-Length: (?<length>\d+)|[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\r\n\0]*)\r\n)*\r\n")]
    private static partial Regex Head();
}
