using System.Net;
using System.Text;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Logging;

/// <summary>The execution logs of stages that serve requests.</summary>
public sealed class StageExecutionLogTests
{
    private const string Category = "API-Gateway-Execution-Logs_abcdefghij/prod";

    [Fact]
    public async Task INFO_writes_the_steps_of_every_request()
    {
        using var gateway = new LoggingGateway(Stage(LoggingLevel.Info));
        var exchange = await gateway.AskAsync("GET", "/pets/1", "color=red");

        var id = exchange.Answered.Single(header => header.Name == "x-amzn-RequestId").Value;
        var extended = exchange.Answered.Single(header => header.Name == "x-amz-apigw-id").Value;
        Lines(gateway).ShouldBe([
            $"({id}) Extended Request Id: {extended}",
            $"({id}) Starting execution for request: {id}",
            $"({id}) HTTP Method: GET, Resource Path: /pets/{{id}}",
            $"({id}) Sending request to https://pets.example.com/v1/1?color=red",
            $"({id}) Received response. Status: 200, Integration latency: 0 ms",
            $"({id}) Successfully completed execution",
            $"({id}) Method completed with status: 200",
        ]);
    }

    [Fact]
    public async Task ERROR_writes_the_same_of_failed_requests_only()
    {
        using var gateway = new LoggingGateway(Stage(LoggingLevel.Error));
        await gateway.AskAsync("GET", "/mock");
        await gateway.AskAsync("GET", "/pets/1");
        gateway.Answer = _ => new HttpResponseMessage(HttpStatusCode.NotFound);
        await gateway.AskAsync("GET", "/pets/1");
        Lines(gateway).ShouldBeEmpty();

        gateway.Answer = _ => throw new HttpRequestException("refused");
        await gateway.AskAsync("GET", "/pets/1");
        Lines(gateway).Select(line => line[39..]).Skip(2).ShouldBe([
            "HTTP Method: GET, Resource Path: /pets/{id}",
            "Sending request to https://pets.example.com/v1/1",
            "Execution failed due to a network error: refused",
            "Method completed with status: 504",
        ]);
    }

    [Fact]
    public async Task OFF_writes_nothing_and_a_methods_own_setting_wins()
    {
        using var gateway = new LoggingGateway(Stage(LoggingLevel.Info) with
        {
            MethodSettings = new Dictionary<string, MethodSetting>
            {
                ["*/*"] = new() { LoggingLevel = LoggingLevel.Info },
                ["~1mock/GET"] = new() { LoggingLevel = LoggingLevel.Off, DataTraceEnabled = true },
                ["~1dogs/POST"] = new() { LoggingLevel = LoggingLevel.Info, DataTraceEnabled = true },
            },
        });
        await gateway.AskAsync("GET", "/mock");
        gateway.Log.Lines.ShouldBeEmpty();

        await gateway.AskAsync("GET", "/pets/1");
        Lines(gateway).ShouldNotContain(line => line.Contains("Method request", StringComparison.Ordinal));
        await gateway.AskAsync("POST", "/dogs", body: "{}");
        Lines(gateway).ShouldContain(line => line.EndsWith("Method request body before transformations: {}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Data_trace_shows_headers_and_bodies_once_and_no_credentials()
    {
        using var gateway = new LoggingGateway(Stage(LoggingLevel.Info, trace: true) with { LogLevel = new LogLevelOverride { Level = StageLogLevel.Debug } });
        gateway.Answer = _ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("session is from-the-backend") };
            response.Headers.TryAddWithoutValidation("Set-Cookie", "session=from-the-backend; Secure");
            return response;
        };
        (string, string)[] credentials =
            [("Authorization", "Bearer secret-token"), ("Cookie", "a=secret-cookie"), ("X-Api-Key", "secret-key"), ("X-Long", new string('x', 3000))];
        await gateway.AskAsync("POST", "/pets/1", "X-Api-Key=secret-key", "token=secret-token", credentials);
        gateway.Lambda.Result = """{"statusCode":200,"headers":{"Set-Cookie":"session=from-the-\"function\""},"multiValueHeaders":{"set-cookie" : ["b=from-the-[list]"]},"body":"hello"}""";
        await gateway.AskAsync("POST", "/dogs", "", "{}", credentials);
        gateway.Lambda.Result = """{"statusCode":200,"headers":{"Set-Cookie":"session=echoed-cookie"},"body":"you have echoed-cookie"}""";
        await gateway.AskAsync("POST", "/dogs", "", "{}", credentials);
        gateway.Lambda.Result = """{"headers":{"Set-Cookie":"session=from-the-malformed"},"what":1}""";
        await gateway.AskAsync("POST", "/dogs", "", "{}", credentials);

        var lines = Lines(gateway);
        lines.ShouldAllBe(line => !line.Contains("secret-", StringComparison.Ordinal) && !line.Contains("from-the-", StringComparison.Ordinal));
        lines.ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 1024);
        lines.Count(line => line.EndsWith(" [TRUNCATED]", StringComparison.Ordinal)).ShouldBeGreaterThan(3);
        lines.Select(line => line[39..]).ShouldContain("Endpoint response body before transformations: session is ****");
        lines.Select(line => line[39..]).ShouldContain(
            """Endpoint response body before transformations: {"statusCode":200,"headers":{"Set-Cookie":"****"},"multiValueHeaders":{"set-cookie" : "****"},"body":"hello"}""");
        lines.Select(line => line[39..]).ShouldContain("Method response body after transformations: you have ****");
        lines.Select(line => line[39..]).ShouldContain("Execution failed due to configuration error: Malformed Lambda proxy response");
        gateway.Log.Lines.ShouldNotContain(line => line.Fields.ContainsKey("Step"));
        gateway.Log.Lines.ShouldContain(line => line.Category == "Stage.abcdefghij.prod" && line.Level == LogLevel.Debug);
    }

    [Fact]
    public async Task The_canary_has_a_log_of_its_own()
    {
        var canary = new CanarySettings { PercentTraffic = 100, DeploymentId = "dep001" };
        using var gateway = new LoggingGateway(Stage(LoggingLevel.Info) with { CanarySettings = canary });
        await gateway.AskAsync("GET", "/mock");
        gateway.Change(Stage(LoggingLevel.Info) with { CanarySettings = canary with { PercentTraffic = 0 } }, 2);
        await gateway.AskAsync("GET", "/mock");

        gateway.Log.Lines.Select(line => line.Category).Where(category => category.StartsWith("API", StringComparison.Ordinal)).Distinct()
            .ShouldBe([$"{Category}/Canary", Category]);
    }

    [Fact]
    public async Task The_stages_own_level_neither_adds_nor_takes_lines()
    {
        using var gateway = new LoggingGateway(Stage(LoggingLevel.Info) with { LogLevel = new LogLevelOverride { Level = StageLogLevel.Critical } });
        await gateway.AskAsync("GET", "/mock");
        Lines(gateway).Length.ShouldBe(5);
        gateway.Log.Lines.Count.ShouldBe(5);

        gateway.Change(Sample.Stage() with { LogLevel = new LogLevelOverride { Level = StageLogLevel.Debug } }, 2);
        await gateway.AskAsync("GET", "/mock");
        Lines(gateway).Length.ShouldBe(5);
    }

    private static Stage Stage(LoggingLevel level, bool trace = false) => Sample.Stage() with
    {
        MethodSettings = new Dictionary<string, MethodSetting> { ["*/*"] = new() { LoggingLevel = level, DataTraceEnabled = trace } },
    };

    private static string[] Lines(LoggingGateway gateway) => [.. gateway.Log.Lines.Where(line => line.Category == Category).Select(line => line.Text)];
}
