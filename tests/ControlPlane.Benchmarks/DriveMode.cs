using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ControlPlane.Benchmarks;

/// <summary>
/// <c>drive [SECONDS]</c>: starts the gateway as a process of its own and asks it over 64 connections, once for MOCK, once for a
/// response that is cached and once for HTTP_PROXY; prints requests per second, and the gateway's CPU time and allocations per request. Clients and backends run in this
/// process and share the machine, so the rate is theirs as much as the gateway's.
/// </summary>
internal static class DriveMode
{
    private const int Connections = 64;
    private const int GatewayPort = 29010;
    private const int WarmSeconds = 8;

    public static async Task RunAsync(string[] arguments)
    {
        var seconds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 5;
        using var backend = RawHttp.Answer(29001);
        using var canary = RawHttp.Answer(29002);
        using var gateway = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, $"serve {GatewayPort}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            await gateway.StandardOutput.ReadLineAsync();
            foreach (var path in new[] { "mock", "cached", "items/42" })
            {
                await AskAsync(path, WarmSeconds);
                var before = await StateAsync(gateway);
                var requests = await AskAsync(path, seconds);
                var after = await StateAsync(gateway);
                Console.WriteLine(
                    $"{path,-10} {requests / seconds,8} requests/s {(after.Cpu - before.Cpu).TotalMicroseconds / requests,6:F1} us CPU/request "
                    + $"{(after.Bytes - before.Bytes) / requests,6} bytes/request {after.Collections - before.Collections,4} collections");
            }
        }
        finally
        {
            gateway.Kill();
        }
    }

    private static async Task<(TimeSpan Cpu, long Bytes, int Collections)> StateAsync(Process gateway)
    {
        await gateway.StandardInput.WriteLineAsync();
        var line = (await gateway.StandardOutput.ReadLineAsync())!.Split(' ');
        gateway.Refresh();
        return (gateway.TotalProcessorTime, long.Parse(line[0], CultureInfo.InvariantCulture), int.Parse(line[1], CultureInfo.InvariantCulture));
    }

    private static async Task<long> AskAsync(string path, int seconds)
    {
        var request = Encoding.ASCII.GetBytes($"GET /{SampleApis.ApiId}/prod/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        var until = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, GatewayPort);
            var buffer = new byte[8192];
            long count = 0;
            while (Stopwatch.GetTimestamp() < until)
            {
                await socket.SendAsync(request);
                var read = await socket.ReceiveAsync(buffer);
                if (!buffer.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8))
                {
                    throw new InvalidDataException(Encoding.ASCII.GetString(buffer, 0, read));
                }

                count++;
            }

            return count;
        }));
        return counts.Sum();
    }
}
