using System.Text.Json;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Logging.AccessLogs;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Logging;

/// <summary>The access logs of stages that serve requests.</summary>
public sealed class StageAccessLogTests
{
    private const string Arn = "arn:aws:logs:us-east-1:123456789012:log-group:/pets/access:*";
    private const string Format =
        """{"id":"$context.requestId","status":$context.status,"length":$context.responseLength,"integration":"$context.integration.status/$context.integrationStatus","error":"$context.error.message","path":"$context.path","resource":"$context.resourcePath","canary":"$context.isCanaryRequest","aws":"$context.awsEndpointRequestId"}""";

    [Fact]
    public async Task Each_request_has_a_line_whatever_the_log_level_is()
    {
        using var gateway = new LoggingGateway(Sample.Stage() with { AccessLogSettings = new(Arn, Format) }, StageLogLevel.Critical);
        gateway.Lambda.Result = """{"statusCode": 201, "body": "woof!"}""";
        await gateway.AskAsync("GET", "/mock");
        await gateway.AskAsync("GET", "/pets/1", "color=red");
        await gateway.AskAsync("POST", "/dogs", body: "{}");
        await gateway.AskAsync("GET", "/nope");
        gateway.Answer = _ => throw new HttpRequestException("refused");
        await gateway.AskAsync("GET", "/pets/1");

        gateway.Log.Lines.ShouldAllBe(line => line.Category == "AccessLog.abcdefghij.prod" && line.Level == LogLevel.Information);
        gateway.Log.Lines.Select(line => line.Text[46..]).ShouldBe(
        [
            """status":200,"length":6,"integration":"-/-","error":"-","path":"/prod/mock","resource":"/mock","canary":"-","aws":"-"}""",
            """status":200,"length":4,"integration":"200/200","error":"-","path":"/prod/pets/1","resource":"/pets/{id}","canary":"-","aws":"-"}""",
            """status":201,"length":5,"integration":"201/200","error":"-","path":"/prod/dogs","resource":"/dogs","canary":"-","aws":"lambda-request"}""",
            """status":403,"length":42,"integration":"-/-","error":"Missing Authentication Token","path":"/prod/nope","resource":"-","canary":"-","aws":"-"}""",
            """status":504,"length":36,"integration":"-/-","error":"Internal server error","path":"/prod/pets/1","resource":"/pets/{id}","canary":"-","aws":"-"}""",
        ]);
        gateway.Log.Lines.ShouldAllBe(line => JsonDocument.Parse(line.Text, default).RootElement.GetProperty("id").GetString()!.Length == 36);
    }

    [Fact]
    public async Task The_canary_has_a_log_of_its_own()
    {
        var canary = new CanarySettings { PercentTraffic = 100, DeploymentId = "dep001" };
        using var gateway = new LoggingGateway(Sample.Stage(canary: canary) with { AccessLogSettings = new(Arn, Format) });
        await gateway.AskAsync("GET", "/mock");
        gateway.Change(Sample.Stage(canary: canary with { PercentTraffic = 0 }) with { AccessLogSettings = new(Arn, Format) }, 2);
        await gateway.AskAsync("GET", "/mock");

        gateway.Log.Lines.Select(line => (line.Category, line.Text.Contains("\"canary\":\"true\"", StringComparison.Ordinal)))
            .ShouldBe([("AccessLog.abcdefghij.prod-canary", true), ("AccessLog.abcdefghij.prod", false)]);
    }

    [Fact]
    public async Task A_format_counts_from_the_next_request_on()
    {
        using var gateway = new LoggingGateway(Sample.Stage());
        await gateway.AskAsync("GET", "/mock");
        gateway.Change(Sample.Stage() with { AccessLogSettings = new(null, "$context.requestId") }, 2);
        await gateway.AskAsync("GET", "/mock");
        gateway.Log.Lines.ShouldBeEmpty();

        gateway.Change(Sample.Stage() with { AccessLogSettings = new(Arn, "one $context.requestId") }, 3);
        await gateway.AskAsync("GET", "/mock");
        gateway.Change(Sample.Stage() with { AccessLogSettings = new(Arn, "two $context.requestId") }, 4);
        await gateway.AskAsync("GET", "/mock");
        gateway.Log.Lines.Select(line => line.Text[..3]).ShouldBe(["one", "two"]);
    }

    [Theory]
    [InlineData("arn:aws:logs:us-east-1:123456789012:log-group:/pets/access:*", "/pets/access")]
    [InlineData("arn:aws:logs:us-east-1:123456789012:log-group:pets", "pets")]
    [InlineData("arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-pets", "amazon-apigateway-pets")]
    public void The_destination_names_the_group(string arn, string group) =>
        new AccessLogAddress(arn, "abcdefghij", "prod", false).Group.ShouldBe(group);
}
