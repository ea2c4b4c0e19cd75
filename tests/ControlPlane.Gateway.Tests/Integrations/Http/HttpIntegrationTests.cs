using System.Net;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Gateway.Tests.Integrations.Http;

public sealed class HttpIntegrationTests
{
    [Fact]
    public async Task Request_and_response_go_through_their_mappings()
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = async context =>
        {
            context.Response.StatusCode = 404;
            context.Response.Headers.ETag = "v1";
            await context.Response.WriteAsync("""{"code":7}""");
        };
        await using var gateway = await StartAsync(backend, "4\\d\\d");

        using var response = await gateway.SendAsync(HttpMethod.Post, "/pets/7?q=secret", new StringContent("""{"name":"Rex"}"""), ("X-Client", "1"), ("Content-Type", "application/json"));

        backend.Verb.ShouldBe("PUT");
        backend.Target.ShouldBe("/v/7");
        backend.Body.ShouldBe("""{"wrapped":{"name":"Rex"}}""");
        backend.Headers["X-Name"].ShouldBe("Rex");
        backend.Headers.Keys.ShouldNotContain("X-Client");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Headers.GetValues("X-Tag").ShouldBe(["v1"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"error":7}""");
    }

    [Fact]
    public async Task A_status_no_pattern_matches_is_500_when_there_is_no_default()
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartAsync(backend, "4\\d\\d");

        using var response = await gateway.SendAsync(HttpMethod.Post, "/pets/7", new StringContent("""{"name":"Rex"}"""), ("Content-Type", "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_response_without_template_passes_through()
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET", Sample.HttpProxy(backend.Address + "/y", "GET") with
        {
            Type = IntegrationType.Http,
            IntegrationResponses = new Dictionary<string, IntegrationResponse> { ["200"] = new() { StatusCode = "200" } },
        }));

        using var response = await gateway.GetAsync("/x?not=passed");

        (await response.Content.ReadAsStringAsync()).ShouldBe("/y");
    }

    [Theory]
    [InlineData("application/json", "json")]
    [InlineData("text/plain", "default")]
    [InlineData(null, "json")]
    public async Task The_default_template_is_for_media_types_without_one(string? contentType, string sent)
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("POST", Sample.HttpProxy(backend.Address + "/y", "POST") with
        {
            Type = IntegrationType.Http,
            PassthroughBehavior = PassthroughBehavior.Never,
            RequestTemplates = new Dictionary<string, string?> { ["$default"] = "default", ["application/json"] = "json" },
            IntegrationResponses = new Dictionary<string, IntegrationResponse> { ["200"] = new() { StatusCode = "200" } },
        }));

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", new ByteArrayContent([(byte)'x']), contentType is null ? [] : [("Content-Type", contentType)]);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        backend.Body.ShouldBe(sent);
    }

    private static Task<GatewayHost> StartAsync(EchoBackend backend, string pattern) => GatewayHost.StartAsync(Sample.Api(
        Sample.Resource("/pets/{id}", Sample.Method("POST", new Integration
        {
            Type = IntegrationType.Http,
            HttpMethod = "PUT",
            Uri = backend.Address + "/v/{pet}",
            CacheNamespace = "",
            RequestParameters = new Dictionary<string, string>
            {
                ["integration.request.path.pet"] = "method.request.path.id",
                ["integration.request.header.X-Name"] = "method.request.body.name",
            },
            RequestTemplates = new Dictionary<string, string?> { ["application/json"] = """{"wrapped":$input.json('$')}""" },
            IntegrationResponses = new Dictionary<string, IntegrationResponse>
            {
                ["404"] = new()
                {
                    StatusCode = "404",
                    SelectionPattern = pattern,
                    ResponseParameters = new Dictionary<string, string> { ["method.response.header.X-Tag"] = "integration.response.header.ETag" },
                    ResponseTemplates = new Dictionary<string, string?> { ["application/json"] = """{"error":$input.json('$.code')}""" },
                },
            },
        }, "404"))));
}
