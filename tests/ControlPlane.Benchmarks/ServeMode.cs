using System.Globalization;
using System.Net;
using ControlPlane.Gateway.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Benchmarks;

/// <summary><c>serve PORT [queued]</c>: the gateway as hosts run it, over the sample API, until the process is ended. A line on its input gets the
/// bytes allocated and the collections run so far.</summary>
internal static class ServeMode
{
    public static async Task RunAsync(string[] arguments)
    {
        if (!arguments.Contains("queued"))
        {
            InlineSockets.Enable();
        }

        using var gateway = new Gateway.Gateway(
            new MemoryStageSource(SampleApis.Stage(), SampleApis.Proxy()), new NoLambda(), SampleApis.Unthrottled, NullLoggerFactory.Instance);
        var port = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        await using var server = new GatewayServer(gateway, new IPEndPoint(IPAddress.Loopback, port), NullLoggerFactory.Instance);
        await server.StartAsync();
        Console.WriteLine($"{server.Address}{SampleApis.ApiId}/prod/items/42");
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine($"{GC.GetTotalAllocatedBytes(precise: true)} {GC.CollectionCount(0)}");
        }

        await Task.Delay(Timeout.Infinite);
    }
}
