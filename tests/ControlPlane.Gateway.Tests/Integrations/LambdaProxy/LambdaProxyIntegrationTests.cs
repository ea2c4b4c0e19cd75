using System.Net;
using System.Text.Json;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Integrations.LambdaProxy;

public sealed class LambdaProxyIntegrationTests
{
    private const string InternalError = """{"message": "Internal server error"}""";

    [Fact]
    public async Task The_function_answers()
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("ANY", Sample.LambdaProxy()));
        gateway.Lambda.Result = """
            {"statusCode":201,"headers":{"X-One":"1","Date":"then","Content-Length":"999"},"multiValueHeaders":{"Set-Cookie":["a=1","b=2"]},"body":"created"}
            """;

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x?a=b", new StringContent("hello"), ("Connection", "keep-alive"));

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await response.Content.ReadAsStringAsync()).ShouldBe("created");
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        response.Headers.GetValues("X-One").ShouldBe(["1"]);
        response.Headers.GetValues("Set-Cookie").ShouldBe(["a=1", "b=2"]);
        response.Headers.GetValues("x-amzn-Remapped-Date").ShouldBe(["then"]);
        gateway.Lambda.Function.ShouldBe("arn:aws:lambda:us-east-1:123456789012:function:hello");
        using var sent = JsonDocument.Parse(gateway.Lambda.Payload!);
        sent.RootElement.GetProperty("body").GetString().ShouldBe("hello");
        sent.RootElement.GetProperty("requestContext").GetProperty("requestId").GetString()
            .ShouldBe(response.Headers.GetValues("x-amzn-RequestId").Single());
    }

    [Theory]
    [InlineData(200, "Unhandled", """{"errorMessage":"boom"}""", 502, InternalError)]
    [InlineData(200, null, "{}", 502, InternalError)]
    [InlineData(200, null, """{"headers":{"bad name":"x"}}""", 502, InternalError)]
    [InlineData(200, null, "{\"headers\":{\"x\":\"a\\r\\nb\"}}", 502, InternalError)]
    [InlineData(404, null, """{"Message":"Function not found"}""", 502, InternalError)]
    [InlineData(429, null, """{"message":"Rate Exceeded."}""", 500, InternalError)]
    [InlineData(403, null, """{"message":"not authorized"}""", 500, InternalError)]
    [InlineData(413, null, "", 413, """{"message":"Request Too Long"}""")]
    public async Task Failures_are_api_gateway_s(int invoke, string? functionError, string result, int status, string body)
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET", Sample.LambdaProxy()));
        gateway.Lambda.Status = invoke;
        gateway.Lambda.FunctionError = functionError;
        gateway.Lambda.Result = result;

        using var response = await gateway.GetAsync("/x");

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_502()
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET", Sample.LambdaProxy()));
        gateway.Lambda.Throws = new HttpRequestException("refused");

        (await gateway.GetAsync("/x")).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task A_function_that_takes_too_long_is_504()
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET", Sample.LambdaProxy() with { TimeoutInMillis = 50 }));
        gateway.Lambda.Gate = new TaskCompletionSource().Task;

        using var response = await gateway.GetAsync("/x");

        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message": "Endpoint request timed out"}""");

        // A deadline that has passed is not the next request's.
        gateway.Lambda.Gate = Task.CompletedTask;
        (await gateway.GetAsync("/x")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET", "POST", null)]
    [InlineData("POST", "POST", "arn:aws:apigateway:us-east-1:s3:path/bucket")]
    public async Task What_cannot_be_invoked_is_500(string verb, string method, string? uri)
    {
        var integration = Sample.LambdaProxy() with { HttpMethod = verb };
        await using var gateway = await GatewayHost.StartAsync(Sample.Method(method, uri is null ? integration : integration with { Uri = uri }));

        using var response = await gateway.SendAsync(new HttpMethod(method), "/x");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldBe(InternalError);
        gateway.Lambda.Function.ShouldBeNull();
    }

    [Theory]
    [InlineData("image/png", "image/png", "iVBORw==", true, "89504E47")]
    [InlineData("image/png", "text/html", "iVBORw==", true, "6956424F52773D3D")]
    [InlineData("image/png", "image/png, text/html", "iVBORw==", false, "6956424F52773D3D")]
    [InlineData("*/*", "text/html", "iVBORw==", true, "89504E47")]
    public async Task Base64_is_decoded_when_the_client_accepts_bytes(string binary, string accept, string body, bool flag, string hex)
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET", Sample.LambdaProxy()), [binary]);
        gateway.Lambda.Result = $$"""{"statusCode":200,"body":"{{body}}","isBase64Encoded":{{(flag ? "true" : "false")}}}""";

        using var response = await gateway.SendAsync(HttpMethod.Get, "/x", null, ("Accept", accept));

        Convert.ToHexString(await response.Content.ReadAsByteArrayAsync()).ShouldBe(hex);
    }

    [Fact]
    public async Task Bad_base64_is_500()
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET", Sample.LambdaProxy()), ["*/*"]);
        gateway.Lambda.Result = """{"body":"not base64!","isBase64Encoded":true}""";

        (await gateway.GetAsync("/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Theory]
    [InlineData(6 * 1024 * 1024, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(5 * 1024 * 1024, HttpStatusCode.OK)]
    [InlineData((10 * 1024 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Big_requests_are_413(int bytes, HttpStatusCode status)
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("POST", Sample.LambdaProxy()));

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", new ByteArrayContent(Enumerable.Repeat((byte)'x', bytes).ToArray()));

        response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_function_behind_mappings_gets_the_template_and_is_mapped_by_its_error_message()
    {
        var integration = Sample.LambdaProxy() with
        {
            Type = IntegrationType.Aws,
            RequestTemplates = new Dictionary<string, string?> { ["application/json"] = """{"id":"$input.params('q')"}""" },
            IntegrationResponses = new Dictionary<string, IntegrationResponse>
            {
                ["200"] = new() { StatusCode = "200" },
                ["404"] = new()
                {
                    StatusCode = "404",
                    SelectionPattern = "(\n|.)+not found",
                    ResponseTemplates = new Dictionary<string, string?> { ["application/json"] = """{"error":$input.json('$.errorMessage')}""" },
                },
            },
        };
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET", integration, "404"));
        gateway.Lambda.Result = """{"anything":1}""";
        (await gateway.Client.GetStringAsync($"/{Sample.ApiId}/prod/x?q=7")).ShouldBe("""{"anything":1}""");
        gateway.Lambda.Payload.ShouldBe("""{"id":"7"}""");

        gateway.Lambda.FunctionError = "Unhandled";
        gateway.Lambda.Result = """{"errorMessage":"Pet\n7 not found"}""";
        using var response = await gateway.GetAsync("/x");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"error":"Pet\n7 not found"}""");
    }
}
