using System.Net;
using System.Text;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Gateway.Tests.Integrations.Http;

public sealed class HttpProxyIntegrationTests
{
    [Theory]
    [InlineData("/files/a%2Fb//c?x=1&y=%20&z", "/base/a%2Fb//c?x=1&y=%20&z")]
    [InlineData("/files/%E2%82%AC+~", "/base/%E2%82%AC+~")]
    [InlineData("/files/a/../b", "/base/a/../b")]
    [InlineData("/files/a/", "/base/a")]
    public async Task Paths_and_queries_go_on_as_sent(string path, string target)
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartAsync("/files/{proxy+}", Sample.HttpProxy(backend.Address + "/base/{proxy}"));

        using var response = await gateway.GetAsync(path);

        (await response.Content.ReadAsStringAsync()).ShouldBe(target);
    }

    [Fact]
    public async Task The_backend_sees_the_client_through_the_gateway()
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartAsync("/x", Sample.HttpProxy(backend.Address + "/y"));

        using var response = await gateway.SendAsync(
            HttpMethod.Put,
            "/x",
            new StringContent("body ü", Encoding.UTF8, "text/plain"),
            ("X-Custom", "1"),
            ("X-Forwarded-For", "198.51.100.7"),
            ("Connection", "X-Hop"),
            ("X-Hop", "1"),
            ("TE", "trailers"),
            ("Content-Encoding", "br"));

        backend.Verb.ShouldBe("PUT");
        backend.Body.ShouldBe("body ü");
        backend.Headers["Content-Type"].ShouldBe("text/plain; charset=utf-8");
        backend.Headers["X-Custom"].ShouldBe("1");
        backend.Headers["Host"].ShouldBe(new Uri(backend.Address).Authority);
        backend.Headers["X-Forwarded-For"].ShouldBe("198.51.100.7, 127.0.0.1");
        backend.Headers["X-Forwarded-Proto"].ShouldBe("http");
        backend.Headers["X-Forwarded-Port"].ShouldBe(gateway.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        backend.Headers["X-Amzn-Apigateway-Api-Id"].ShouldBe(Sample.ApiId);
        backend.Headers["X-Amzn-Trace-Id"].ShouldStartWith("Root=1-");
        backend.Headers["User-Agent"].ShouldBe("AmazonAPIGateway_" + Sample.ApiId);
        backend.Headers["Accept"].ShouldBe("application/json");
        backend.Headers.Keys.ShouldNotContain("X-Hop");
        backend.Headers.Keys.ShouldNotContain("TE");
        backend.Headers.Keys.ShouldNotContain("Content-Encoding");
    }

    [Fact]
    public async Task The_client_sees_the_backend_s_response()
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = async context =>
        {
            context.Response.StatusCode = 418;
            context.Response.Headers["Set-Cookie"] = new(["a=1", "b=2"]);
            context.Response.Headers.WWWAuthenticate = "Basic";
            context.Response.Headers["X-Amzn-RequestId"] = "inner";
            context.Response.ContentType = "text/teapot";
            await context.Response.WriteAsync("short and stout");
        };
        await using var gateway = await StartAsync("/x", Sample.HttpProxy(backend.Address));

        using var response = await gateway.GetAsync("/x");

        ((int)response.StatusCode).ShouldBe(418);
        response.Headers.GetValues("Set-Cookie").ShouldBe(["a=1", "b=2"]);
        response.Headers.GetValues("x-amzn-Remapped-WWW-Authenticate").ShouldBe(["Basic"]);
        response.Headers.GetValues("x-amzn-Remapped-x-amzn-RequestId").ShouldBe(["inner"]);
        response.Headers.GetValues("x-amzn-RequestId").ShouldNotBe(["inner"]);
        response.Headers.Contains("x-amzn-Remapped-Server").ShouldBeTrue();
        response.Headers.Contains("x-amzn-Remapped-Date").ShouldBeTrue();
        response.Headers.TransferEncodingChunked.ShouldNotBe(true);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/teapot");
        (await response.Content.ReadAsStringAsync()).ShouldBe("short and stout");
    }

    [Fact]
    public async Task Mappings_merge_with_what_passes_through()
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartAsync("/x", Sample.HttpProxy(backend.Address + "/y?fixed=1") with
        {
            RequestParameters = new Dictionary<string, string>
            {
                ["integration.request.querystring.stage"] = "context.stage",
                ["integration.request.querystring.a"] = "'m p'",
                ["integration.request.header.X-Custom"] = "method.request.querystring.b",
                ["integration.request.header.User-Agent"] = "'mapped'",
            },
        });

        using var response = await gateway.SendAsync(HttpMethod.Get, "/x?a=client&b=%C3%BC", null, ("X-Custom", "client"), ("User-Agent", "client/1"));

        backend.Target.ShouldBe("/y?fixed=1&b=%C3%BC&stage=prod&a=m%20p");
        backend.Headers["X-Custom"].ShouldBe("ü");
        backend.Headers["User-Agent"].ShouldBe("mapped");
    }

    [Theory]
    [InlineData("http://127.0.0.1:{nowhere}/x")]
    [InlineData("http:///x")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("no address")]
    [InlineData("http://${stageVariables.unset}/x")]
    public async Task An_unusable_address_is_500(string uri)
    {
        await using var gateway = await StartAsync("/x", Sample.HttpProxy(uri));

        using var response = await gateway.GetAsync("/x");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message": "Internal server error"}""");
    }

    [Fact]
    public async Task Big_bodies_stream_both_ways()
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = context => context.Response.WriteAsync(backend.Body);
        await using var gateway = await StartAsync("/x", Sample.HttpProxy(backend.Address));
        var text = string.Concat(Enumerable.Range(0, 400_000).Select(i => (char)('a' + (i % 26))));

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", new StringContent(text));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync() == text).ShouldBeTrue();
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    [InlineData("GET", 304)]
    public async Task Responses_without_body_have_none(string verb, int status)
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        await using var gateway = await StartAsync("/x", Sample.HttpProxy(backend.Address));

        using var response = await gateway.SendAsync(new HttpMethod(verb), "/x");

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        (await gateway.GetAsync("/x")).Dispose();
    }

    [Theory]
    [InlineData(10 * 1024 * 1024, true, 200)]
    [InlineData((10 * 1024 * 1024) + 1, true, 500)]
    [InlineData((10 * 1024 * 1024) + 1, false, null)]
    public async Task Responses_over_ten_megabytes_are_500_or_end_early(int bytes, bool declared, int? status)
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = async context =>
        {
            context.Response.ContentLength = declared ? bytes : null;
            await context.Response.StartAsync();
            await context.Response.Body.WriteAsync(new byte[bytes]);
        };
        await using var gateway = await StartAsync("/x", Sample.HttpProxy(backend.Address));

        if (status is null)
        {
            await Should.ThrowAsync<HttpRequestException>(() => gateway.GetAsync("/x"));
        }
        else
        {
            using var response = await gateway.GetAsync("/x");
            ((int)response.StatusCode).ShouldBe(status.Value);
        }

        backend.Answer = null;
        (await gateway.GetAsync("/x")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Max-Forwards", "5")]
    [InlineData("Content-MD5", "x")]
    [InlineData("WWW-Authenticate", "Basic")]
    [InlineData("Server", "x")]
    public async Task Some_headers_stay_here(string name, string value)
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartAsync("/x", Sample.HttpProxy(backend.Address));

        (await gateway.SendAsync(HttpMethod.Post, "/x", new StringContent("x"), (name, value))).Dispose();

        backend.Headers.Keys.ShouldNotContain(name);
    }

    private static Task<GatewayHost> StartAsync(string path, Integration integration) =>
        GatewayHost.StartAsync(Sample.Api(Sample.Resource(path, Sample.Method("ANY", integration))));
}
