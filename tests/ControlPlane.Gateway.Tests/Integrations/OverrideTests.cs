using System.Net;
using System.Text.Json;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Integrations;

/// <summary>Templates that override parameters, headers and the status.</summary>
public sealed class OverrideTests
{
    [Fact]
    public async Task A_request_template_overrides_headers_query_and_path_of_an_http_backend()
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartHttpAsync(backend, """
            #set($in = $input.path('$'))
            #set($context.requestOverride.path.pet = $in.pet)
            #set($context.requestOverride.path.part = "p$in.pet")
            #set($context.requestOverride.querystring.q = "$in.first $in.last")
            #set($context.requestOverride.querystring.many = ['1', '2'])
            #set($context.requestOverride.header.x-mapped = "overridden")
            #set($context.requestOverride.header['X-New'] = ["a", "b"])
            #set($context.requestOverride.header.User-Agent = 'mine')
            {"sent":$input.json('$.pet')}
            """);

        using var response = await gateway.SendAsync(
            HttpMethod.Post, "/pets/7", new StringContent("""{"pet":42,"first":"a&b","last":"c"}"""), ("Content-Type", "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        backend.Target.ShouldBe("/v/42/p42?kept=yes&q=a%26b%20c&many=1&many=2");
        backend.Body.ShouldBe("""{"sent":42}""");
        backend.Headers["X-Mapped"].ShouldBe("overridden");
        backend.Headers["X-New"].ShouldBe("a, b");
        backend.Headers["X-Other"].ShouldBe("other");
        backend.Headers["User-Agent"].ShouldBe("mine");
    }

    [Fact]
    public async Task Without_overrides_mappings_hold_and_unfilled_placeholders_fail()
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartHttpAsync(backend, "#set($context.requestOverride.path.part = 'p'){}");

        using var response = await gateway.SendAsync(HttpMethod.Post, "/pets/7", new StringContent("{}"), ("Content-Type", "application/json"));

        backend.Target.ShouldBe("/v/7/p?kept=yes&q=mapped");
        backend.Headers["X-Mapped"].ShouldBe("mapped");

        await using var other = await StartHttpAsync(backend, "{}");
        using var failed = await other.SendAsync(HttpMethod.Post, "/pets/7", new StringContent("{}"), ("Content-Type", "application/json"));
        failed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Theory]
    [InlineData("#set($context.requestOverride.header.Content-Length = '5')", "must not be mapped")]
    [InlineData("#set($context.requestOverride.header['bad name'] = 'x')", "is no header name")]
    [InlineData("#set($context.requestOverride.header.X = 'a')#set($context.requestOverride.header.X = 'b')", "$context.requestOverride.header.X is overridden more than once")]
    [InlineData("#set($context.requestOverride.path.part = 'a')#set($context.requestOverride.path.part = 'a')", "more than once")]
    [InlineData("#set($context.requestOverride.header = {})", "more than once")]
    public async Task Overrides_that_must_not_be_are_500(string template, string reason)
    {
        await using var backend = await EchoBackend.StartAsync();
        var loggers = new RecordingLoggers();
        await using var gateway = await StartHttpAsync(backend, template + "#set($context.requestOverride.path.part = 'p'){}", loggers);

        using var response = await gateway.SendAsync(HttpMethod.Post, "/pets/7", new StringContent("{}"), ("Content-Type", "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message": "Internal server error"}""");
        loggers.Problems.ShouldContain(line => line.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_response_template_overrides_status_and_headers()
    {
        await using var gateway = await GatewayHost.StartAsync(Mock(
            """{"statusCode": 200}""",
            """
            #set($context.responseOverride.status = 418)
            #set($context.responseOverride.header.X-Mapped = "overridden")
            #set($context.responseOverride.header.X-Many = ["a", "b"])
            #set($context.responseOverride.header.Content-Type = 'text/plain')
            status $context.responseOverride.status
            """));

        using var response = await gateway.GetAsync("/x");

        ((int)response.StatusCode).ShouldBe(418);
        response.Headers.GetValues("X-Mapped").ShouldBe(["overridden"]);
        response.Headers.GetValues("X-Many").ShouldBe(["a", "b"]);
        response.Headers.GetValues("X-Other").ShouldBe(["other"]);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain");
        (await response.Content.ReadAsStringAsync()).ShouldBe("status 418");
    }

    [Fact]
    public async Task A_request_template_overrides_the_response_too_and_the_response_template_sees_it()
    {
        await using var gateway = await GatewayHost.StartAsync(Mock(
            """#set($context.responseOverride.status = 202)#set($context.responseOverride.header.X-Early = 'yes'){"statusCode": 200}""",
            "$context.responseOverride.status $context.responseOverride.header.X-Early"));

        using var response = await gateway.GetAsync("/x");

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.GetValues("X-Early").ShouldBe(["yes"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("202 yes");

        // Nothing of it is left for the next request of the connection.
        await using var plain = await GatewayHost.StartAsync(Mock(
            """#if($input.params('o') == '1')#set($context.responseOverride.status = 202)#end{"statusCode": 200}""", "x"));
        using var overridden = await plain.GetAsync("/x?o=1");
        using var next = await plain.GetAsync("/x");
        overridden.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("199", 200)]
    [InlineData("600", 200)]
    [InlineData("'text'", 200)]
    [InlineData("404.0", 200)]
    [InlineData("404", 404)]
    [InlineData("'404'", 404)]
    [InlineData("599", 599)]
    public async Task A_status_that_is_none_is_ignored(string status, int expected)
    {
        await using var gateway = await GatewayHost.StartAsync(Mock("""{"statusCode": 200}""", $"#set($context.responseOverride.status = {status})x"));

        using var response = await gateway.GetAsync("/x");

        ((int)response.StatusCode).ShouldBe(expected);
    }

    [Fact]
    public async Task Overriding_in_both_templates_is_500()
    {
        await using var gateway = await GatewayHost.StartAsync(Mock(
            """#set($context.responseOverride.status = 202){"statusCode": 200}""", "#set($context.responseOverride.status = 203)"));

        (await gateway.GetAsync("/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_template_decides_how_a_function_is_invoked_and_shapes_its_answer()
    {
        var integration = Sample.LambdaProxy() with
        {
            Type = IntegrationType.Aws,
            RequestTemplates = new Dictionary<string, string?>
            {
                ["application/json"] = """
                    #set($context.requestOverride.header.X-Amz-Invocation-Type = 'RequestResponse')
                    {"name": "$input.params('name')", "tags": [#foreach($t in $input.path('$.tags'))"$t.toUpperCase()"#if($foreach.hasNext),#end#end]}
                    """,
            },
            IntegrationResponses = new Dictionary<string, IntegrationResponse>
            {
                ["200"] = new()
                {
                    StatusCode = "200",
                    ResponseTemplates = new Dictionary<string, string?>
                    {
                        ["application/json"] = """
                            #set($root = $input.path('$'))
                            #if($root.failed)
                            #set($context.responseOverride.status = 422)
                            {"error": "$util.escapeJavaScript($root.reason)", "id": "$context.awsEndpointRequestId"}
                            #else
                            {"ok": true}
                            #end
                            """,
                    },
                },
            },
        };
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("POST", integration));
        gateway.Lambda.Result = """{"failed":true,"reason":"no \"dogs\""}""";

        using var response = await gateway.SendAsync(
            HttpMethod.Post, "/x?name=Rex", new StringContent("""{"tags":["a","b"]}"""), ("Content-Type", "application/json"));

        gateway.Lambda.Payload.ShouldBe("""{"name": "Rex", "tags": ["A","B"]}""");
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        body.RootElement.GetProperty("error").GetString().ShouldBe("no \"dogs\"");
        body.RootElement.GetProperty("id").GetString().ShouldBe("lambda-request");
    }

    [Theory]
    [InlineData("""#if(true){"statusCode": 200}""", "line 1, column 1: #if has no #end")]
    [InlineData("""#set($s = 'a')$s.substring(9){"statusCode": 200}""", "substring(9) is out of range")]
    [InlineData("""#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end{"statusCode": 200}""", "takes too long")]
    public async Task A_template_that_fails_is_500_with_its_reason_in_the_log(string template, string reason)
    {
        var loggers = new RecordingLoggers();
        await using var gateway = await GatewayHost.StartAsync(
            Sample.Api(Sample.Resource("/x", Mock(template, "never"))), loggers: loggers);

        using var response = await gateway.GetAsync("/x");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["InternalServerErrorException"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message": "Internal server error"}""");
        loggers.Problems.ShouldHaveSingleItem().ShouldContain(reason);
    }

    private static Domain.Methods.Method Mock(string request, string response) => Sample.Method("GET", Sample.Mock() with
    {
        RequestTemplates = new Dictionary<string, string?> { ["application/json"] = request },
        IntegrationResponses = new Dictionary<string, IntegrationResponse>
        {
            ["200"] = new()
            {
                StatusCode = "200",
                ResponseParameters = new Dictionary<string, string>
                {
                    ["method.response.header.X-Mapped"] = "'mapped'",
                    ["method.response.header.X-Other"] = "'other'",
                },
                ResponseTemplates = new Dictionary<string, string?> { ["application/json"] = response },
            },
        },
    });

    private static Task<GatewayHost> StartHttpAsync(EchoBackend backend, string template, RecordingLoggers? loggers = null) => GatewayHost.StartAsync(
        Sample.Api(Sample.Resource("/pets/{id}", Sample.Method("POST", new Integration
        {
            Type = IntegrationType.Http,
            HttpMethod = "POST",
            Uri = backend.Address + "/v/{pet}/{part}?kept=yes",
            CacheNamespace = "",
            RequestParameters = new Dictionary<string, string>
            {
                ["integration.request.path.pet"] = "method.request.path.id",
                ["integration.request.querystring.q"] = "'mapped'",
                ["integration.request.header.X-Mapped"] = "'mapped'",
                ["integration.request.header.X-Other"] = "'other'",
            },
            RequestTemplates = new Dictionary<string, string?> { ["application/json"] = template },
            IntegrationResponses = new Dictionary<string, IntegrationResponse> { ["200"] = new() { StatusCode = "200" } },
        }))),
        loggers: loggers);
}
