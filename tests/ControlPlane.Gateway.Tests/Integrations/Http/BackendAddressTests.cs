using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Integrations.Http;

/// <summary>What fills the placeholders of an address stays where it is put.</summary>
public sealed class BackendAddressTests
{
    [Theory]
    [InlineData("/v/{p}/end", "a b", "/v/a%20b/end")]
    [InlineData("/v/{p}/end", "a/../b", "/v/a%2F..%2Fb/end")]
    [InlineData("/v/{p}/end", "?x=1#y", "/v/%3Fx%3D1%23y/end")]
    [InlineData("/v/{p}/end", "%2e%2e", "/v/%252e%252e/end")]
    [InlineData("/v/{p}/end", "\u00FC", "/v/%C3%BC/end")]
    [InlineData("/v/{p}/end", "a;b,c", "/v/a%3Bb%2Cc/end")]
    [InlineData("/v/{p}/end", "..", null)]
    [InlineData("/v/{p}/end", ".", null)]
    [InlineData("/v/{p+}", "a/b c", "/v/a/b%20c")]
    [InlineData("/v/{p+}", "a/../b", null)]
    [InlineData("/v/{p+}", "/a//b/", "/v//a//b/")]
    [InlineData("/v?q={p}", "a&b=c", "/v?q=a%26b%3Dc")]
    [InlineData("/v?q={p}", "..", "/v?q=..")]
    public async Task A_mapped_value_cannot_leave_its_place(string target, string value, string? sent)
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartAsync(backend.Address + target, "method.request.header.P");

        using var response = await gateway.SendAsync(HttpMethod.Get, "/x/7", null, ("P", System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(value))));

        ((int)response.StatusCode).ShouldBe(sent is null ? 400 : 200);
        backend.Target.ShouldBe(sent ?? "");
    }

    [Theory]
    [InlineData("a\r\nHost: evil", "/v/a%0D%0AHost%3A%20evil")]
    [InlineData("a\u0001b", "/v/a%01b")]
    public async Task Line_breaks_from_a_query_do_not_get_into_the_request_line(string value, string sent)
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartAsync(backend.Address + "/v/{p}", "method.request.querystring.p");

        using var response = await gateway.GetAsync("/x/7?p=" + Uri.EscapeDataString(value));

        ((int)response.StatusCode).ShouldBe(200);
        backend.Target.ShouldBe(sent);
    }

    [Theory]
    [InlineData("http://{p}/v", "127.0.0.1:{port}", 200)]
    [InlineData("http://{p}/v", "127.0.0.1:{port}/other?", 500)]
    [InlineData("http://{p}/v", "user@127.0.0.1:{port}", 500)]
    [InlineData("http://127.0.0.1:{p}/v", "{port}#", 500)]
    public async Task Only_a_host_fills_a_host(string uri, string value, int status)
    {
        await using var backend = await EchoBackend.StartAsync();
        value = value.Replace("{port}", new Uri(backend.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await using var gateway = await StartAsync(uri, "method.request.header.P");

        using var response = await gateway.SendAsync(HttpMethod.Get, "/x/7", null, ("P", value));

        ((int)response.StatusCode).ShouldBe(status);
        backend.Target.ShouldBe(status == 200 ? "/v" : "");
    }

    [Theory]
    [InlineData("/v?id={p}", "/v?id=a%2Fb%20c")]
    [InlineData("/v/{p}", "/v/a%2Fb%20c")]
    public async Task The_client_s_own_path_goes_on_as_sent(string target, string sent)
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartAsync(backend.Address + target, "method.request.path.id");

        (await gateway.GetAsync("/x/a%2Fb%20c")).Dispose();

        backend.Target.ShouldBe(sent);
    }

    private static Task<GatewayHost> StartAsync(string uri, string source) => GatewayHost.StartAsync(Sample.Api(Sample.Resource(
        "/x/{id}",
        Sample.Method("GET", new Integration
        {
            Type = IntegrationType.Http,
            HttpMethod = "GET",
            Uri = uri,
            CacheNamespace = "",
            RequestParameters = new Dictionary<string, string> { ["integration.request.path.p"] = source },
            IntegrationResponses = new Dictionary<string, IntegrationResponse> { ["200"] = new() { StatusCode = "200" } },
        }))));
}
