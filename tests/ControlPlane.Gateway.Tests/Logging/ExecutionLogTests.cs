using System.Net;
using ControlPlane.Domain.Methods;
using ControlPlane.Gateway.Testing;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway.Tests.Logging;

/// <summary>The execution log of tested methods, line by line as API Gateway writes it.</summary>
public sealed class ExecutionLogTests
{
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.payload\"+/=.c2lnbmF0dXJl";

    [Fact]
    public async Task An_HTTP_backend_has_every_line()
    {
        var clock = new VirtualClock();
        var (result, lines) = await TestAsync(
            Sample.Method("GET", Sample.HttpProxy("https://pets.example.com/v1/{id}")),
            new Dictionary<string, string> { ["Authorization"] = "Bearer 0123456789abcdefghij", ["X-Color"] = "red" },
            clock,
            request =>
            {
                request.RequestUri!.AbsoluteUri.ShouldBe("https://pets.example.com/v1/7?color=red&X-Api-Key=secret-key");
                clock.Advance(0.048);
                var response = new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("no pet 0123456789abcdefghij") };
                response.Headers.TryAddWithoutValidation("Server", "pets");
                return response;
            });

        (result.Status, result.Latency, result.Body).ShouldBe((404, 48, "no pet 0123456789abcdefghij"));
        var id = result.Log.Split('\n')[0]["Execution log for request ".Length..];
        var trace = lines[7][lines[7].IndexOf("Root=", StringComparison.Ordinal)..][..40];
        lines.ShouldBe([
            $"Starting execution for request: {id}",
            "HTTP Method: GET, Resource Path: /pets/{id}",
            "Method request path: {id=7}",
            "Method request query string: {color=red, X-Api-Key=****}",
            "Method request headers: {Authorization=*********************efghij, X-Color=red}",
            "Method request body before transformations: ",
            "Endpoint request URI: https://pets.example.com/v1/7?color=red&X-Api-Key=****",
            $"Endpoint request headers: {{Authorization=*********************efghij, X-Color=red, X-Forwarded-For=test-invoke-source-ip, X-Forwarded-Proto=https, X-Forwarded-Port=443, X-Amzn-Trace-Id={trace}, X-Amzn-Apigateway-Api-Id=abcdefghij, User-Agent=AmazonAPIGateway_abcdefghij, Accept=application/json}}",
            "Endpoint request body after transformations: ",
            "Sending request to https://pets.example.com/v1/7?color=red&X-Api-Key=****",
            "Received response. Status: 404, Integration latency: 48 ms",
            "Endpoint response headers: {Server=pets, Content-Type=text/plain; charset=utf-8}",
            "Endpoint response body before transformations: no pet ****",
            "Method response body after transformations: no pet ****",
            "Method response headers: {x-amzn-Remapped-Server=pets, Content-Type=text/plain; charset=utf-8}",
            "Successfully completed execution",
            "Method completed with status: 404",
        ]);
        result.Log.ShouldContain($"{clock.GetUtcNow().UtcDateTime.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", null)} : Method completed");
    }

    [Fact]
    public async Task A_credential_is_found_in_the_event_of_a_function_too()
    {
        var (result, _) = await TestAsync(Sample.Method("GET", Sample.LambdaProxy()), new Dictionary<string, string> { ["Cookie"] = Token });

        result.Log.ShouldContain("Endpoint request body after transformations: {\"resource\":\"/pets/{id}\"");
        result.Log.ShouldContain("\"Cookie\":\"****\"");
        result.Log.ShouldNotContain("payload");
        result.Log.ShouldNotContain("secret-key");
    }

    [Theory]
    [InlineData("text/plain", "Execution failed: There is no request template for text/plain.", 415)]
    [InlineData("application/json", "Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is defined in the request template.", 500)]
    public async Task A_failure_says_why(string type, string reason, int status)
    {
        var integration = Sample.Mock() with
        {
            PassthroughBehavior = Domain.Integrations.PassthroughBehavior.Never,
            RequestTemplates = new Dictionary<string, string?> { ["application/json"] = "none" },
        };
        var (result, lines) = await TestAsync(Sample.Method("GET", integration), new Dictionary<string, string> { ["Content-Type"] = type });

        result.Status.ShouldBe(status);
        lines[^2..].ShouldBe([reason, $"Method completed with status: {status}"]);
        lines.ShouldNotContain(line => line.StartsWith("Method response", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_gives_up_gets_no_result_and_the_backend_is_left()
    {
        using var source = new CancellationTokenSource();
        var lambda = new FakeLambda { Gate = new TaskCompletionSource().Task };
        using var gateway = new Gateway(new FakeStageSource(), lambda, new GatewayOptions(), NullLoggerFactory.Instance);

        var test = gateway.TestAsync(Test(Sample.Method("GET", Sample.LambdaProxy()), new Dictionary<string, string>()), source.Token);
        test.IsCompleted.ShouldBeFalse();
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => test);
    }

    private static MethodTest Test(Method method, IReadOnlyDictionary<string, string> headers) => new()
    {
        Api = Sample.Api(Sample.Resource("/pets/{id}", method)),
        Verb = method.HttpMethod,
        PathWithQueryString = "/pets/7?color=red&X-Api-Key=secret-key",
        Headers = [.. headers],
    };

    private static async Task<(MethodTestResult Result, string[] Lines)> TestAsync(
        Method method, IReadOnlyDictionary<string, string> headers, VirtualClock? clock = null, Func<HttpRequestMessage, HttpResponseMessage>? answer = null)
    {
        using var gateway = new Gateway(
            new FakeStageSource(),
            new FakeLambda(),
            new GatewayOptions(),
            NullLoggerFactory.Instance,
            new GatewayCollaborators { Time = clock ?? new VirtualClock(), BackendHandler = answer is null ? null : new Handler(answer) });
        var result = await gateway.TestAsync(Test(method, headers), CancellationToken.None);
        return (result, [.. result.Log.TrimEnd('\n').Split('\n').Skip(1).Select(line => line[(line.IndexOf(" : ", StringComparison.Ordinal) + 3)..])]);
    }

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
