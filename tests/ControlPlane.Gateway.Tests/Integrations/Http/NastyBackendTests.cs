using System.Net;
using System.Net.Sockets;
using System.Text;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Integrations.Http;

public sealed class NastyBackendTests
{
    private const string InternalError = """{"message": "Internal server error"}""";

    [Fact]
    public async Task A_backend_nobody_listens_at_is_504()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        var port = ((IPEndPoint)socket.LocalEndpoint).Port;
        socket.Stop();

        await ExpectAsync($"http://127.0.0.1:{port}", HttpStatusCode.GatewayTimeout, InternalError);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc")]
    public async Task A_backend_that_breaks_off_is_504(string answer)
    {
        using var backend = new RawBackend(answer);

        await ExpectAsync(backend.Address, HttpStatusCode.GatewayTimeout, InternalError);
    }

    [Fact]
    public async Task A_backend_with_huge_headers_is_504()
    {
        using var backend = new RawBackend($"HTTP/1.1 200 OK\r\nX-Huge: {new string('x', 100_000)}\r\nContent-Length: 0\r\n\r\n");

        await ExpectAsync(backend.Address, HttpStatusCode.GatewayTimeout, InternalError);
    }

    [Fact]
    public async Task A_slow_and_chunked_backend_is_served_whole()
    {
        using var backend = new RawBackend(
            "HTTP/1.1 200 OK\r\nTransfer-", "Encoding: chunked\r\nX-Latin: \u00e9\r\n\r\n", "3\r\nabc\r\n", "2\r\nde\r\n", "0\r\n\r\n");
        await using var gateway = await StartAsync(backend.Address);

        using var response = await gateway.GetAsync("/x");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBe("abcde");
        response.Content.Headers.ContentLength.ShouldBe(5);
    }

    [Fact]
    public async Task A_backend_that_breaks_off_in_the_middle_of_a_big_body_breaks_the_response_off()
    {
        using var backend = new RawBackend("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n", new string('x', 150_000));
        await using var gateway = await StartAsync(backend.Address);

        await Should.ThrowAsync<HttpRequestException>(() => gateway.GetAsync("/x"));
    }

    [Fact]
    public async Task A_backend_that_never_answers_is_504_and_let_go()
    {
        using var backend = new RawBackend();

        await ExpectAsync(backend.Address, HttpStatusCode.GatewayTimeout, """{"message": "Endpoint request timed out"}""", timeout: 100);

        await backend.HungUp.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_the_backend_and_is_no_error()
    {
        using var backend = new RawBackend();
        var log = new RecordingLoggers();
        await using var gateway = await GatewayHost.StartAsync(
            Sample.Api(Sample.Resource("/x", Sample.Method("ANY", Sample.HttpProxy(backend.Address)))), loggers: log);

        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /{Sample.ApiId}/prod/x HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            await backend.Asked.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }

        await backend.HungUp.Task.WaitAsync(TimeSpan.FromSeconds(10));
        log.Problems.ShouldBeEmpty();
    }

    private static async Task ExpectAsync(string address, HttpStatusCode status, string body, int timeout = 29_000)
    {
        await using var gateway = await StartAsync(address, timeout);

        using var response = await gateway.GetAsync("/x");

        response.StatusCode.ShouldBe(status);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["InternalServerErrorException"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    private static Task<GatewayHost> StartAsync(string address, int timeout = 29_000) =>
        GatewayHost.StartAsync(Sample.Api(Sample.Resource("/x", Sample.Method("ANY", Sample.HttpProxy(address, timeout: timeout)))));
}
