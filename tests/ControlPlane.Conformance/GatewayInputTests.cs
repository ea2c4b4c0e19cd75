using System.Net;
using System.Net.Sockets;
using System.Text;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

public abstract class GatewayInputTests(RunningHost running)
{
    public static TheoryData<string, string> Nasties { get; } = new()
    {
        { "no request at all", "\r\n\r\n" },
        { "binary noise", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\u0000\r\n\r\n" },
        { "an unknown protocol", "GET / HTTP/9.9\r\nHost: a\r\n\r\n" },
        { "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" },
        { "no protocol", "GET /\r\n\r\n" },
        { "no host", "GET / HTTP/1.1\r\n\r\n" },
        { "two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" },
        { "a host that is none", "GET / HTTP/1.1\r\nHost: ]]][\r\n\r\n" },
        { "a verb that is none", "G\u0001T / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a null in the path", "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an escaped null in the path", "GET /%00/%00/%00 HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a broken escape", "GET /%/%zz/%e9 HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a way out of the root", "GET /../../../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an escaped way out of the root", "GET /%2e%2e%2f%2e%2e%2fetc/passwd HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an asterisk as target", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n" },
        { "an absolute target", "GET http://example.com/a/b/c HTTP/1.1\r\nHost: example.com\r\n\r\n" },
        { "a colon without a name", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n" },
        { "a header with a line break", "GET / HTTP/1.1\r\nHost: a\r\nX: a\n b\r\n\r\n" },
        { "a blank before the colon", "GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n" },
        { "a negative length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n" },
        { "a length that is no number", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n" },
        { "two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd" },
        { "a length and chunks (smuggling)", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG" },
        { "an unknown transfer coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: magic\r\n\r\n" },
        { "a chunk that is none", "POST /{0} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n" },
        { "a request line over the quota", $"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "one header over the quota", $"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('a', 20_000)}\r\n\r\n" },
        { "a thousand headers", $"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 1000).Select(i => $"X{i}: {i}\r\n"))}\r\n" },
    };

    [Theory]
    [MemberData(nameof(Nasties))]
    public async Task Survives(string what, string request)
    {
        var path = await ServedPathAsync();
        foreach (var port in new[] { running.Process.Gateway.Port, running.Process.Control.Port })
        {
            var answer = await ExchangeAsync(port, Encoding.Latin1.GetBytes(request.Replace("{0}", path, StringComparison.Ordinal)), TimeSpan.FromMilliseconds(300));

            ShouldBeHarmless(answer, what);
        }

        running.Process.Errors.ShouldNotContain("Unhandled exception");
        (await GetAsync(path)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Content-Length: 10485761\r\n\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "A00001\r\n")]
    public async Task Refuses_bodies_over_ten_megabytes(string framing, string chunk)
    {
        var path = await ServedPathAsync();
        byte[] request = [.. Encoding.ASCII.GetBytes($"POST /{path} HTTP/1.1\r\nHost: a\r\n{framing}{chunk}"), .. new byte[10 * 1024 * 1024 + 1]];

        var answer = await ExchangeAsync(running.Process.Gateway.Port, request, TimeSpan.FromSeconds(5));

        answer.ShouldStartWith("HTTP/1.1 413 ");
        ShouldBeHarmless(answer, "a large body");
    }

    [Fact]
    public async Task Serves_on_while_hundreds_of_connections_dawdle()
    {
        var path = await ServedPathAsync();
        var dawdlers = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 300; i++)
            {
                var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, running.Process.Gateway.Port);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /{path} HTTP/1.1\r\nHost:"));
                dawdlers.Add(client);
            }

            var statuses = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => GetAsync(path)));

            statuses.ShouldAllBe(status => status == HttpStatusCode.OK);
        }
        finally
        {
            dawdlers.ForEach(client => client.Dispose());
        }
    }

    private static void ShouldBeHarmless(string answer, string what)
    {
        // Whoever speaks another protocol, or breaks off, may get no answer in HTTP/1.1.
        if (answer.StartsWith("HTTP/", StringComparison.Ordinal))
        {
            answer.ShouldMatch("^HTTP/1\\.1 [45]", what);
        }

        answer.ShouldNotMatch("   at |System\\.|Microsoft\\.|\\.cs:line|root:", what);
    }

    /// <summary>Sends bytes and reads until the server closes, or has been quiet for a while.</summary>
    private static async Task<string> ExchangeAsync(int port, byte[] request, TimeSpan quiet)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        var reading = ReadAsync(stream, quiet);
        try
        {
            await stream.WriteAsync(request);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The server need not read what it refuses.
        }

        return await reading;
    }

    private static async Task<string> ReadAsync(NetworkStream stream, TimeSpan quiet)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer).AsTask().WaitAsync(quiet) is > 0 and var count)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            // Reset or quiet: what came before counts.
        }

        return answer.ToString();
    }

    private async Task<HttpStatusCode> GetAsync(string path)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(running.Process.Gateway, path));
        return response.StatusCode;
    }

    private async Task<string> ServedPathAsync()
    {
        using var control = new ControlClient(running.Process);
        foreach (var api in (await control.GetAsync("/restapis"))["item"]!.AsArray())
        {
            if ((string)api!["name"]! == "served")
            {
                return $"{(string)api["id"]!}/prod/";
            }
        }

        var apiId = await SampleApi.CreateMockAsync(control, "served");
        var method = await SampleApi.RootMethodAsync(control, apiId);
        await control.PutAsync(method.Replace("/GET", "/POST", StringComparison.Ordinal), """{"authorizationType":"NONE"}""");
        await control.PutAsync(method.Replace("/GET", "/POST/integration", StringComparison.Ordinal), """{"type":"HTTP_PROXY","httpMethod":"POST","uri":"http://127.0.0.1:65535/"}""");
        await SampleApi.DeployAsync(control, apiId, """{"stageName":"prod"}""");
        return $"{apiId}/prod/";
    }
}

public sealed class GatewayInputTestsOnSqlite(SqliteHost host) : GatewayInputTests(host), IClassFixture<SqliteHost>;

public sealed class GatewayInputTestsOnDynamoDb(DynamoDbHost host) : GatewayInputTests(host), IClassFixture<DynamoDbHost>;
