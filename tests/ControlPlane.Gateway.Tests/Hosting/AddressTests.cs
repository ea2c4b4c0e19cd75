using System.Net;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Hosting;

public sealed class AddressTests
{
    [Theory]
    [InlineData("abcdefghij.execute-api.localhost:4001", "/prod", "stage prod")]
    [InlineData("localhost", "/abcdefghij/prod/", "stage prod")]
    [InlineData("api.example.com", "/shop", "stage prod")]
    [InlineData("unknown.example.com", "/abcdefghij/prod", "stage prod")]
    public async Task All_addresses_of_a_stage_serve_it(string host, string path, string body)
    {
        await using var gateway = await GatewayHost.StartAsync(
            Sample.Api(Sample.Resource("/", Sample.Method("GET", Sample.Mock("stage $context.stage")))));
        gateway.Source.Put(new CustomDomain
        {
            Name = "api.example.com",
            CreatedDate = DateTimeOffset.UnixEpoch,
            Mappings = new Dictionary<string, BasePathMapping> { ["shop"] = new(Sample.ApiId, "prod") },
        });

        using var response = await AskAsync(gateway, host, path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
        response.Headers.GetValues("x-amzn-RequestId").ShouldHaveSingleItem();
        response.Headers.GetValues("x-amz-apigw-id").ShouldHaveSingleItem().ShouldEndWith("=");
    }

    [Theory]
    [InlineData("localhost", "/abcdefghij/none/x", "ForbiddenException", "Forbidden")]
    [InlineData("localhost", "/unknownapi/prod/x", "ForbiddenException", "Forbidden")]
    [InlineData("localhost", "/", "ForbiddenException", "Forbidden")]
    [InlineData("abcdefghij.execute-api.localhost", "/none", "ForbiddenException", "Forbidden")]
    [InlineData("abcdefghij.execute-api.localhost", "/ping", "ForbiddenException", "Forbidden")]
    [InlineData("api.example.com", "/other", "ForbiddenException", "Forbidden")]
    [InlineData("localhost", "/abcdefghij/prod/none", "MissingAuthenticationTokenException", "Missing Authentication Token")]
    public async Task Addresses_that_lead_nowhere_are_403(string host, string path, string type, string message)
    {
        await using var gateway = await GatewayHost.StartAsync();
        gateway.Source.Put(new CustomDomain { Name = "api.example.com", CreatedDate = DateTimeOffset.UnixEpoch });

        using var response = await AskAsync(gateway, host, path);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldHaveSingleItem().ShouldBe(type);
        (await response.Content.ReadAsStringAsync()).ShouldBe($$"""{"message":"{{message}}"}""");
    }

    [Fact]
    public async Task Ping_answers_on_the_plain_address()
    {
        await using var gateway = await GatewayHost.StartAsync();

        (await AskAsync(gateway, "127.0.0.1", "/ping")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_disabled_default_endpoint_serves_custom_domains_only()
    {
        await using var gateway = await GatewayHost.StartAsync(
            Sample.Api(Sample.Resource("/", Sample.Method("GET"))) with { DisableExecuteApiEndpoint = true });
        gateway.Source.Put(new CustomDomain
        {
            Name = "api.example.com",
            CreatedDate = DateTimeOffset.UnixEpoch,
            Mappings = new Dictionary<string, BasePathMapping> { ["(none)"] = new(Sample.ApiId, "prod") },
        });

        (await AskAsync(gateway, "localhost", "/abcdefghij/prod")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(gateway, "api.example.com", "/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_changed_domain_is_served_at_once()
    {
        await using var gateway = await GatewayHost.StartAsync();
        (await AskAsync(gateway, "api.example.com", "/")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(gateway, "api.example.com", "/")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        gateway.Source.DomainReads.ShouldBe(1);

        gateway.Source.Put(new CustomDomain
        {
            Name = "api.example.com",
            CreatedDate = DateTimeOffset.UnixEpoch,
            Mappings = new Dictionary<string, BasePathMapping> { ["(none)"] = new(Sample.ApiId, "prod") },
        });
        gateway.Gateway.DomainsChanged();

        (await AskAsync(gateway, "api.example.com", "/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_verb_can_be_overridden()
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("DELETE"));

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", null, ("X-HTTP-Method-Override", "DELETE"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<HttpResponseMessage> AskAsync(GatewayHost gateway, string host, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        return gateway.Client.SendAsync(request);
    }
}
