using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.Methods;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Hosting.FunctionUrls;

public sealed class FunctionUrlRequestTests
{
    [Fact]
    public async Task Serves_a_stage_by_path_on_the_host_of_a_function_url()
    {
        using var host = new FunctionUrlHost();

        var response = await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString());

        response.Status.ShouldBe(200);
        response.Body.ShouldBe("hello");
        response.IsBase64Encoded.ShouldBeFalse();
        response.Headers["Content-Type"].ShouldBe("application/json");
        response.Headers.ShouldContainKey("x-amzn-RequestId");
        host.Source.DomainReads.ShouldBe(0);
        host.Loggers.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Serves_AWS_IAM_methods_to_callers_that_the_function_url_has_verified()
    {
        using var host = new FunctionUrlHost();
        var method = Sample.Method("GET", Sample.Mock("$context.identity.userArn $context.identity.accountId")) with { AuthorizationType = AuthorizationType.AwsIam };
        host.Source.Put("dep001", Sample.Api(Sample.Resource("/x", method)));
        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Status.ShouldBe(403);

        // Only what AWS itself says counts: a header says what its sender likes.
        var forged = SampleEvents.FunctionUrl();
        forged["headers"]!["authorization"] = "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/lambda/aws4_request";
        forged["authorizer"] = JsonNode.Parse("""{"iam":{"userArn":"arn:aws:iam::123456789012:user/forged"}}""");
        (await host.SendAsync(forged.ToJsonString())).Status.ShouldBe(403);

        var verified = SampleEvents.FunctionUrl();
        verified["requestContext"]!["authorizer"] = JsonNode.Parse(
            """{"iam":{"accessKey":"AKID","accountId":"123456789012","callerId":"AIDA","cognitoIdentity":null,"principalOrgId":null,"userArn":"arn:aws:iam::123456789012:user/me","userId":"AIDA"}}""");
        var response = await host.SendAsync(verified.ToJsonString());
        (response.Status, response.Body).ShouldBe((200, "arn:aws:iam::123456789012:user/me 123456789012"));
        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Status.ShouldBe(403, "what an event said is not another's");
    }

    [Theory]
    [InlineData("$default", "/abcdefghij/prod/x")]
    [InlineData("live", "/live/abcdefghij/prod/x")]
    public async Task Serves_a_stage_behind_an_http_api_without_the_stage_of_that_api(string stage, string path)
    {
        using var host = new FunctionUrlHost();

        (await host.SendAsync(SampleEvents.HttpApi(path, stage).ToJsonString())).Body.ShouldBe("hello");
    }

    [Fact]
    public async Task Keeps_a_path_that_only_begins_like_the_stage()
    {
        using var host = new FunctionUrlHost();

        (await host.SendAsync(SampleEvents.HttpApi("/abcdefghij/prod/x", "abc").ToJsonString())).Body.ShouldBe("hello");
    }

    [Fact]
    public async Task Finds_stages_by_the_custom_domain_of_an_http_api()
    {
        using var host = new FunctionUrlHost();
        host.Source.Put(new CustomDomain
        {
            Name = "api.example.com",
            CreatedDate = DateTimeOffset.UnixEpoch,
            Mappings = new Dictionary<string, BasePathMapping> { ["shop"] = new(Sample.ApiId, "prod") },
        });

        var response = await host.SendAsync(SampleEvents.HttpApi("/shop/x", domain: "api.example.com").ToJsonString());

        response.Body.ShouldBe("hello");
    }

    [Fact]
    public async Task Does_not_take_the_address_of_an_http_api_for_one_of_its_own_apis()
    {
        using var host = new FunctionUrlHost();
        var sent = SampleEvents.HttpApi("/prod/x", domain: $"{Sample.ApiId}.execute-api.us-east-1.amazonaws.com").WithContext("apiId", Sample.ApiId);

        (await host.SendAsync(sent.ToJsonString())).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Passes_the_verb_on(string verb)
    {
        using var host = new FunctionUrlHost(Sample.Method(verb, Sample.Mock(verb)));

        (await host.SendAsync(SampleEvents.FunctionUrl(method: verb).ToJsonString())).Body.ShouldBe(verb);
    }

    [Fact]
    public async Task Hands_everything_the_request_had_to_a_function()
    {
        using var host = new FunctionUrlHost(Sample.Method("POST", Sample.LambdaProxy()), "/items/{id}");
        var sent = SampleEvents.FunctionUrl($"/{Sample.ApiId}/prod/items/a%20b%2Fc", "POST", "a=1&a=2&b=%C3%A4+x&empty=")
            .With("body", """{"name":"Zoë \"quoted\""}""")
            .With("cookies", new JsonArray("session=1; 2", "other=ä"))
            .WithHeader("content-type", "application/json")
            .WithHeader("x-list", "one,two")
            .WithHeader("x-forwarded-for", "198.51.100.1, 203.0.113.7");

        (await host.SendAsync(sent.ToJsonString())).Status.ShouldBe(200);

        using var document = JsonDocument.Parse(host.Lambda.Payload!);
        var invoked = document.RootElement;
        invoked.GetProperty("path").GetString().ShouldBe("/items/a%20b%2Fc");
        invoked.GetProperty("pathParameters").GetProperty("id").GetString().ShouldBe("a%20b%2Fc");
        invoked.GetProperty("body").GetString().ShouldBe("""{"name":"Zoë \"quoted\""}""");
        invoked.GetProperty("isBase64Encoded").GetBoolean().ShouldBeFalse();
        invoked.GetProperty("multiValueQueryStringParameters").GetProperty("a").EnumerateArray().Select(value => value.GetString()).ShouldBe(["1", "2"]);
        invoked.GetProperty("queryStringParameters").GetProperty("b").GetString().ShouldBe("ä x");
        invoked.GetProperty("queryStringParameters").GetProperty("empty").GetString().ShouldBe("");
        var headers = invoked.GetProperty("headers");
        headers.GetProperty("cookie").GetString().ShouldBe("session=1; 2; other=ä");
        headers.GetProperty("x-list").GetString().ShouldBe("one,two");
        headers.GetProperty("X-Forwarded-For").GetString().ShouldBe("198.51.100.1, 203.0.113.7");
        headers.GetProperty("X-Forwarded-Proto").GetString().ShouldBe("https");
        headers.GetProperty("X-Forwarded-Port").GetString().ShouldBe("443");
        headers.GetProperty("X-Amzn-Trace-Id").GetString().ShouldBe("Root=1-68eb6a1b-2b3c4d5e6f708192a3b4c5d6");
        var context = invoked.GetProperty("requestContext");
        context.GetProperty("identity").GetProperty("sourceIp").GetString().ShouldBe("203.0.113.7");
        context.GetProperty("identity").GetProperty("userAgent").GetString().ShouldBe("curl/8.5.0");
        context.GetProperty("protocol").GetString().ShouldBe("HTTP/1.1");
        context.GetProperty("domainName").GetString().ShouldBe($"{SampleEvents.UrlId}.lambda-url.us-east-1.on.aws");
    }

    [Fact]
    public async Task Takes_the_caller_out_of_the_proxies_it_came_through()
    {
        await using var backend = await EchoBackend.StartAsync();
        using var host = new FunctionUrlHost(Sample.Method("GET", Sample.HttpProxy(backend.Address)));

        await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString());

        backend.Headers["X-Forwarded-For"].ShouldBe("203.0.113.7");
    }

    [Fact]
    public async Task Decodes_a_body_that_came_as_base64()
    {
        await using var backend = await EchoBackend.StartAsync();
        using var host = new FunctionUrlHost(Sample.Method("POST", Sample.HttpProxy(backend.Address, "POST")));
        var sent = SampleEvents.FunctionUrl(method: "POST").With("body", Convert.ToBase64String("päyload"u8)).With("isBase64Encoded", true);

        await host.SendAsync(sent.ToJsonString());

        backend.Body.ShouldBe("päyload");
    }

    [Fact]
    public async Task Answers_400_to_a_body_that_is_no_base64()
    {
        using var host = new FunctionUrlHost(Sample.Method("POST"));
        var sent = SampleEvents.FunctionUrl(method: "POST").With("body", "%%%").With("isBase64Encoded", true);

        (await host.SendAsync(sent.ToJsonString())).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("/a%2Fb", "/a%2Fb")]
    [InlineData("/a b", "/a%20b")]
    [InlineData("/ä%C3%A4", "/%C3%A4%C3%A4")]
    [InlineData("/100%", "/100%25")]
    [InlineData("/a?b#c", "/a%3Fb%23c")]
    public async Task Passes_paths_of_function_urls_on_as_sent_and_encodes_what_no_path_has(string path, string expected)
    {
        await using var backend = await EchoBackend.StartAsync();
        using var host = new FunctionUrlHost(Sample.Method("GET", Sample.HttpProxy($"{backend.Address}/{{proxy}}")), "/{proxy+}");

        await host.SendAsync(SampleEvents.FunctionUrl($"/{Sample.ApiId}/prod{path}").ToJsonString());

        backend.Target.ShouldBe(expected);
    }

    [Theory]
    [InlineData("/a b", "/a%20b")]
    [InlineData("/50%25", "/50%2525")]
    public async Task Encodes_paths_of_http_apis_which_decode_them(string path, string expected)
    {
        await using var backend = await EchoBackend.StartAsync();
        using var host = new FunctionUrlHost(Sample.Method("GET", Sample.HttpProxy($"{backend.Address}/{{proxy}}")), "/{proxy+}");

        await host.SendAsync(SampleEvents.HttpApi($"/{Sample.ApiId}/prod{path}").ToJsonString());

        backend.Target.ShouldBe(expected);
    }

    [Fact]
    public async Task Passes_queries_on_as_sent()
    {
        await using var backend = await EchoBackend.StartAsync();
        using var host = new FunctionUrlHost(Sample.Method("GET", Sample.HttpProxy(backend.Address)));

        await host.SendAsync(SampleEvents.FunctionUrl(query: "a=1&a=2&b=%2F%20+x&c").ToJsonString());

        backend.Target.ShouldEndWith("?a=1&a=2&b=%2F%20+x&c");
    }
}
