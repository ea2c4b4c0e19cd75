using System.Diagnostics;
using System.Net;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Tests.Integrations;

/// <summary>Functions behind mappings.</summary>
public sealed class LambdaIntegrationTests
{
    private const string Header = "integration.request.header.";

    [Theory]
    [InlineData("'Event'", 202, "", InvocationType.Event)]
    [InlineData("'RequestResponse'", 200, "{}", InvocationType.RequestResponse)]
    [InlineData("'DryRun'", 204, "", InvocationType.DryRun)]
    [InlineData("method.request.header.Invocation", 202, "", InvocationType.Event)]
    [InlineData("method.request.header.None", 200, "{}", InvocationType.RequestResponse)]
    public async Task The_mapped_header_says_how_the_function_is_invoked(string source, int status, string result, InvocationType type)
    {
        await using var gateway = await StartAsync(new() { [Header + "X-Amz-Invocation-Type"] = source });
        (gateway.Lambda.Status, gateway.Lambda.Result) = (status, result);

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", null, ("Invocation", "Event"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Lambda.Type.ShouldBe(type);
        gateway.Lambda.Payload.ShouldBe("{}");
        (await response.Content.ReadAsStringAsync()).ShouldBe(result);
    }

    [Theory]
    [InlineData("X-Amz-Invocation-Type", "'event'")]
    [InlineData("X-Amz-Invocation-Type", "'1'")]
    [InlineData("Authorization", "'x'")]
    [InlineData("te", "'x'")]
    [InlineData("Content-Length", "'5'")]
    [InlineData("X-Amzn-Trace-Id", "'x'")]
    public async Task Headers_that_must_not_be_mapped_are_500(string name, string source)
    {
        await using var gateway = await StartAsync(new() { [Header + name] = source });

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        gateway.Lambda.Function.ShouldBeNull();
    }

    [Fact]
    public async Task A_template_must_not_override_them_either()
    {
        await using var gateway = await StartAsync([], "#set($context.requestOverride.header.Authorization = 'x'){}");
        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", new StringContent("{}"), ("Content-Type", "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        gateway.Lambda.Function.ShouldBeNull();
    }

    [Theory]
    [InlineData("f-{name}", "rex", null, "f-rex")]
    [InlineData("hello", "rex", "prod", "hello:prod")]
    [InlineData("hello:2", "rex", "prod", "hello:2")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:{name}", "rex", "7", "arn:aws:lambda:us-east-1:123456789012:function:rex:7")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:hello:live", "rex", "7", "arn:aws:lambda:us-east-1:123456789012:function:hello:live")]
    [InlineData("f-{name}", "a:b", null, null)]
    [InlineData("f-{name}", "a/../b", null, null)]
    [InlineData("f-{name}", "", null, null)]
    [InlineData("f-{other}", "rex", null, null)]
    [InlineData("hello", "rex", "pr od", null)]
    public async Task Path_and_qualifier_name_the_function(string function, string name, string? qualifier, string? called)
    {
        await using var gateway = await StartAsync(
            new()
            {
                ["integration.request.path.name"] = "method.request.header.Name",
                ["integration.request.querystring.Qualifier"] = "method.request.header.Q",
            },
            function: function);

        List<(string, string)> headers = [("Name", name)];
        if (qualifier is not null)
        {
            headers.Add(("Q", qualifier));
        }

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", null, [.. headers]);

        gateway.Lambda.Function.ShouldBe(called);
        response.StatusCode.ShouldBe(called is null ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"errorMessage":"not found: 7","errorType":"Error"}""", 404)]
    [InlineData("""{"errorMessage":"really not found: 7"}""", 200)]
    [InlineData("""{"errorMessage":"not found:\nline two"}""", 200)]
    [InlineData("""{"errorMessage":"lines\nand lines"}""", 422)]
    [InlineData("""{"errorMessage":7}""", 200)]
    [InlineData("""{"errorMessage":""}""", 200)]
    [InlineData("not json", 200)]
    [InlineData("""{"ok":true}""", 200)]
    public async Task The_error_message_as_a_whole_selects_the_response(string result, int status)
    {
        await using var gateway = await StartAsync([], patterns: new() { ["404"] = "not found.+", ["422"] = @"lines(\n|.)+" });
        (gateway.Lambda.Result, gateway.Lambda.FunctionError) = (result, "Unhandled");

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x");

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("X-Error").ShouldBe(["Unhandled"]);
        response.Headers.GetValues("X-Id").ShouldBe(["lambda-request"]);
        response.Headers.Contains("X-None").ShouldBeFalse();
    }

    [Fact]
    public async Task A_hostile_pattern_or_message_does_not_hang_it()
    {
        await using var gateway = await StartAsync([], patterns: new() { ["400"] = "(a+)+b", ["404"] = @"(?=x)(a|aa)+\1$", ["422"] = "(.*)*y" });
        gateway.Lambda.Result = $$"""{"errorMessage":"{{new string('a', 100_000)}}"}""";
        var started = Stopwatch.StartNew();

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x");

        response.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.InternalServerError);
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(429, "Rate Exceeded.", 400)]
    [InlineData(429, "something else", 500)]
    [InlineData(404, "Function not found: x", 404)]
    [InlineData(403, "nope", 500)]
    [InlineData(500, "nope", 502)]
    public async Task A_refusal_of_the_service_needs_a_pattern_of_its_own(int status, string message, int expected)
    {
        await using var gateway = await StartAsync([], patterns: new() { ["400"] = "Rate Exceeded\\.", ["404"] = "Function not found.*" });
        (gateway.Lambda.Status, gateway.Lambda.Result) = (status, $$"""{"Type":"User","message":"{{message}}"}""");

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x");

        ((int)response.StatusCode).ShouldBe(expected);
    }

    private static Task<GatewayHost> StartAsync(
        Dictionary<string, string> parameters, string? template = null, Dictionary<string, string>? patterns = null, string function = "hello")
    {
        var responses = (patterns ?? []).Append(new("200", "")).ToDictionary(pattern => pattern.Key, pattern => new IntegrationResponse
        {
            StatusCode = pattern.Key,
            SelectionPattern = pattern.Value,
            ResponseParameters = new Dictionary<string, string>
            {
                ["method.response.header.X-Error"] = "integration.response.header.X-Amz-Function-Error",
                ["method.response.header.X-Id"] = "integration.response.header.x-amzn-RequestId",
                ["method.response.header.X-None"] = "integration.response.header.X-None",
            },
        });
        return GatewayHost.StartAsync(Sample.Method(
            "POST",
            Sample.LambdaProxy(function) with
            {
                Type = IntegrationType.Aws,
                RequestParameters = parameters,
                RequestTemplates = template is null ? new Dictionary<string, string?>() : new Dictionary<string, string?> { ["application/json"] = template },
                IntegrationResponses = responses,
            },
            [.. responses.Keys]));
    }
}
