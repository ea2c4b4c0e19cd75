using System.Net;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Integrations;

public sealed class MockIntegrationTests
{
    [Theory]
    [InlineData("""{"statusCode": 200}""", 200, "ok")]
    [InlineData("{statusCode: 200}", 200, "ok")]
    [InlineData("""{"other": {"statusCode": 1}, "statusCode": 418}""", 400, "teapot")]
    [InlineData("""{"statusCode": 503}""", 200, "ok")]
    [InlineData("""{"statusCode": 42}""", 404, "forty-two")]
    [InlineData("""#set($x = 200)#if($x > 100){"statusCode": $x}#end""", 200, "ok")]
    public async Task The_template_s_status_selects_the_response(string template, int status, string body)
    {
        await using var gateway = await GatewayHost.StartAsync(Method(template));

        using var response = await gateway.GetAsync("/x");

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Theory]
    [InlineData("""{"statusCode": "200"}""")]
    [InlineData("""{"statusCode": 200.5}""")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("""#parse('x'){"statusCode": 200}""")]
    [InlineData("""{"statusCode": 500}""")]
    public async Task Anything_else_is_500(string template)
    {
        await using var gateway = await GatewayHost.StartAsync(Method(template));

        using var response = await gateway.GetAsync("/x");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldHaveSingleItem().ShouldBe("InternalServerErrorException");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message": "Internal server error"}""");
    }

    [Fact]
    public async Task A_pattern_that_is_no_regular_expression_is_500()
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET", Sample.Mock() with
        {
            IntegrationResponses = new Dictionary<string, IntegrationResponse> { ["200"] = new() { StatusCode = "200", SelectionPattern = "2(" } },
        }));

        (await gateway.GetAsync("/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Theory]
    [InlineData(PassthroughBehavior.WhenNoMatch, "text/plain", 500)]
    [InlineData(PassthroughBehavior.WhenNoTemplates, "text/plain", 415)]
    [InlineData(PassthroughBehavior.Never, "text/plain", 415)]
    [InlineData(PassthroughBehavior.Never, "application/json; charset=utf-8", 200)]
    public async Task Media_types_without_a_template_follow_the_passthrough_behaviour(PassthroughBehavior behaviour, string contentType, int status)
    {
        var method = Method("""{"statusCode": 200}""");
        await using var gateway = await GatewayHost.StartAsync(
            method with { HttpMethod = "POST", MethodIntegration = method.MethodIntegration! with { PassthroughBehavior = behaviour } });

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", new StringContent("{}"), ("Content-Type", contentType));

        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Response_headers_are_mapped()
    {
        var integration = Sample.Mock("ok");
        var mapped = integration.IntegrationResponses["200"] with
        {
            ResponseParameters = new Dictionary<string, string>
            {
                ["method.response.header.Access-Control-Allow-Origin"] = "'*'",
                ["method.response.header.X-Stage"] = "context.stage",
                ["method.response.header.X-None"] = "stageVariables.none",
                ["method.response.header.Content-Type"] = "'text/html'",
                ["method.response.header.Transfer-Encoding"] = "'chunked'",
                ["method.response.header.Content-Length"] = "'99'",
                ["method.response.header.Date"] = "'then'",
            },
        };
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET", integration with
        {
            IntegrationResponses = new Dictionary<string, IntegrationResponse> { ["200"] = mapped },
        }));

        using var response = await gateway.GetAsync("/x");

        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Headers.GetValues("X-Stage").ShouldBe(["prod"]);
        response.Headers.Contains("X-None").ShouldBeFalse();
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html");
        response.Headers.TransferEncoding.ShouldBeEmpty();
        response.Headers.GetValues("x-amzn-Remapped-Content-Length").ShouldBe(["99"]);
        response.Headers.GetValues("x-amzn-Remapped-Date").ShouldBe(["then"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("ok");
    }

    private static Domain.Methods.Method Method(string template)
    {
        IntegrationResponse Response(string status, string? pattern, string body) => new()
        {
            StatusCode = status,
            SelectionPattern = pattern,
            ResponseTemplates = new Dictionary<string, string?> { ["application/json"] = body },
        };

        return Sample.Method("GET", Sample.Mock() with
        {
            RequestTemplates = new Dictionary<string, string?> { ["application/json"] = template },
            IntegrationResponses = new Dictionary<string, IntegrationResponse>
            {
                ["200"] = Response("200", null, "ok"),
                ["400"] = Response("400", "4\\d{2}", "teapot"),
                ["404"] = Response("404", "4\\d", "forty-two"),
                ["502"] = Response("502", "500", "undeclared"),
            },
        }, "400", "404");
    }
}
