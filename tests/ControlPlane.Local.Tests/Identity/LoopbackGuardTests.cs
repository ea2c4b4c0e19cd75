using System.Net;
using ControlPlane.Local.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Local.Tests.Identity;

public sealed class LoopbackGuardTests : IAsyncLifetime
{
    private readonly WebApplication _app;

    public LoopbackGuardTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.UseLoopbackGuard();
        _app.MapGet("/", (RequestDelegate)(context => context.Response.WriteAsync("served")));
    }

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("Host", "127.0.0.1:4000")]
    [InlineData("Host", "localhost:4000")]
    [InlineData("Host", "[::1]:4000")]
    [InlineData("Host", "control.localhost")]
    [InlineData("Origin", "http://127.0.0.1:4000")]
    [InlineData("Origin", "http://localhost:8080")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    public async Task Accepts_requests_of_this_machine(string header, string value) =>
        (await SendAsync(header, value)).StatusCode.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData("Host", "attacker.example")]
    [InlineData("Host", "127.0.0.1.attacker.example:4000")]
    [InlineData("Origin", "https://attacker.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Rejects_requests_of_other_sites(string header, string value)
    {
        using var response = await SendAsync(header, value);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["AccessDeniedException"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            """{"message":"The control port answers this machine's own programs only, addressed as localhost or a loopback address."}""");
    }

    private async Task<HttpResponseMessage> SendAsync(string header, string value)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, _app.Urls.First());
        request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request);
    }
}
