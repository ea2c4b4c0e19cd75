using System.Security.Cryptography;
using Amazon.Runtime;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Lambda.Signing;
using ControlPlane.Rollouts.Aws;
using ControlPlane.Rollouts.Hooks;
using ControlPlane.Rollouts.Notifications;
using ControlPlane.Rollouts.Providers;

namespace ControlPlane.Rollouts.Tests.Providers;

/// <summary>Providers, listeners and verdicts against real servers that answer as theirs do.</summary>
public sealed class ProviderTests : IAsyncLifetime, IDisposable
{
    private readonly ProviderHttp _http = new();
    private AnswerServer _server = null!;
    private AwsServices _aws = null!;

    public async Task InitializeAsync()
    {
        _server = await AnswerServer.StartAsync();
        _aws = new AwsServices(
            name => name switch { "AWS_REGION" => "eu-west-1", "AWS_ENDPOINT_URL" => _server.Url, _ => null }, TimeProvider.System, static () => new BasicAWSCredentials("AKID", "secret"));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _http.Dispose();
        _aws.Dispose();
    }

    [Theory]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1.5,"0.01"]}]}}""", VerdictOutcome.Successful, "0.01")]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[1.5,"0.2"]}}""", VerdictOutcome.Failed, "0.2 is not <= 0.05")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1.5,"+Inf"]}]}}""", VerdictOutcome.Failed, "is not <= 0.05")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1.5,"NaN"]}]}}""", VerdictOutcome.Inconclusive, "NaN")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}}""", VerdictOutcome.Inconclusive, "the query has no data")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{},{}]}}""", VerdictOutcome.Error, "the query gives 2 series")]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[]}}""", VerdictOutcome.Error, "the query gives a matrix")]
    [InlineData("hello", VerdictOutcome.Error, "")]
    [InlineData("[]", VerdictOutcome.Error, "its answer is not one of Prometheus")]
    public async Task Prometheus_gives_one_number(string answer, VerdictOutcome outcome, string message)
    {
        _server.Answer = answer;
        var provider = new RolloutProvider { Name = "p", Kind = ProviderKind.Prometheus, Url = _server.Url + "/prom/", Query = "sum(rate(x[1m])) > 0", SuccessWhen = new(ComparisonOperator.AtMost, 0.05) };

        var reading = (await new AnalysisProviders([new PrometheusProvider(_http)], TimeProvider.System).AskAsync(provider, default))!;

        (reading.Outcome, reading.Name).ShouldBe((outcome, "p"));
        reading.Message!.ShouldContain(message);
        Uri.UnescapeDataString(_server.Asked).ShouldBe("/prom/api/v1/query?query=sum(rate(x[1m])) > 0");
    }

    [Theory]
    [InlineData(null, """{"value":7}""", 200, VerdictOutcome.Successful)]
    [InlineData("$.data.items[1].score", """{"data":{"items":[{"score":1},{"score":"9"}]}}""", 200, VerdictOutcome.Successful)]
    [InlineData("data.items[0].score", """{"data":{"items":[{"score":1}]}}""", 200, VerdictOutcome.Failed)]
    [InlineData("$.value", """{"value":null}""", 200, VerdictOutcome.Inconclusive)]
    [InlineData("$.value[3]", """{"value":[1]}""", 200, VerdictOutcome.Error)]
    [InlineData("$.value", """{"value":"high"}""", 200, VerdictOutcome.Error)]
    [InlineData("$.value", """{"value":7}""", 500, VerdictOutcome.Error)]
    [InlineData("$.value", """{"value":7}""", 302, VerdictOutcome.Error)]
    public async Task Any_address_gives_a_number_by_a_path(string? path, string answer, int status, VerdictOutcome outcome)
    {
        (_server.Answer, _server.Status) = (answer, status);
        var provider = new RolloutProvider { Name = "h", Kind = ProviderKind.Http, Url = _server.Url, ValuePath = path, SuccessWhen = new(ComparisonOperator.More, 5) };

        (await new AnalysisProviders([new HttpValueProvider(_http)], TimeProvider.System).AskAsync(provider, default))!.Outcome.ShouldBe(outcome);
    }

    [Theory]
    [InlineData("OK", VerdictOutcome.Successful)]
    [InlineData("ALARM", VerdictOutcome.Failed)]
    [InlineData("INSUFFICIENT_DATA", VerdictOutcome.Inconclusive)]
    public async Task An_alarm_is_asked_for_with_a_signature_and_its_state_is_the_verdict(string state, VerdictOutcome outcome)
    {
        _server.Look = (request, body) => ShouldBeSigned(request, body, "monitoring");
        _server.Answer = $"""
            <DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><DescribeAlarmsResult><CompositeAlarms/><MetricAlarms><member>
            <AlarmName>5xx &amp; more</AlarmName><StateValue>{state}</StateValue><StateReason>because</StateReason></member></MetricAlarms></DescribeAlarmsResult></DescribeAlarmsResponse>
            """;
        var provider = new RolloutProvider { Name = "a", Kind = ProviderKind.CloudWatchAlarm, AlarmName = "5xx & more" };
        var providers = new AnalysisProviders([new CloudWatchAlarmProvider(_aws)], TimeProvider.System);

        var reading = (await providers.AskAsync(provider, default))!;

        reading.Outcome.ShouldBe(outcome, reading.Message);
        reading.Message.ShouldBe($"5xx & more is in {state}: because");
        _server.Body.ShouldBe("Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=5xx%20%26%20more&AlarmTypes.member.1=MetricAlarm&AlarmTypes.member.2=CompositeAlarm");
        (await providers.AskAsync(provider with { AlarmName = "another" }, default))!.Message.ShouldBe("there is no alarm another");
        _server.Look = static (_, _) => throw new InvalidOperationException("not authorized");
        (await providers.AskAsync(provider, default))!.Message.ShouldBe("CloudWatch answered 403 Refused: not authorized");
    }

    [Fact]
    public async Task Topics_and_buses_are_told_with_signatures()
    {
        var message = new NotificationMessage
        {
            Id = "r1.3",
            Type = RolloutNotification.RolledBack,
            Time = DateTimeOffset.UnixEpoch,
            RolloutId = "r1",
            ApiId = "api1",
            StageName = "prod",
            State = RolloutState.RolledBack,
            Step = 1,
            PercentTraffic = 0,
        };
        _server.Look = (request, body) => ShouldBeSigned(request, body, "sns");
        await new SnsChannel(_aws).SendAsync(new() { Kind = NotificationKind.Sns, TopicArn = "arn:aws:sns:eu-west-1:123456789012:t.fifo" }, message, """{"a":1}""", default);
        Uri.UnescapeDataString(_server.Body).ShouldBe(
            """Action=Publish&Version=2010-03-31&TopicArn=arn:aws:sns:eu-west-1:123456789012:t.fifo&Subject=Rollout rolledBack: api1/prod&Message={"a":1}&MessageGroupId=api1-prod&MessageDeduplicationId=r1.3""");

        _server.Look = (request, body) =>
        {
            ShouldBeSigned(request, body, "events");
            request.Headers["X-Amz-Target"].ToString().ShouldBe("AWSEvents.PutEvents");
        };
        _server.Answer = """{"FailedEntryCount":0,"Entries":[{"EventId":"e"}]}""";
        var bus = new EventBridgeChannel(_aws);
        await bus.SendAsync(new() { Kind = NotificationKind.EventBridge, EventBusName = "bus" }, message, """{"a":1}""", default);
        System.Text.Json.Nodes.JsonNode.Parse(_server.Body)!["Entries"]![0]!.ToJsonString().ShouldBe(
            """{"Source":"controlplane","DetailType":"Rollout rolledBack","Detail":"{\u0022a\u0022:1}","EventBusName":"bus"}""");
        _server.Answer = """{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InternalFailure"}]}""";
        await Should.ThrowAsync<HttpRequestException>(() => bus.SendAsync(new() { Kind = NotificationKind.EventBridge }, message, "{}", default));
    }

    [Fact]
    public async Task Without_a_region_an_alarm_is_an_error_that_says_so()
    {
        using var nowhere = new AwsServices(static _ => null, TimeProvider.System);
        var provider = new RolloutProvider { Name = "a", Kind = ProviderKind.CloudWatchAlarm, AlarmName = "x" };
        var reading = (await new AnalysisProviders([new CloudWatchAlarmProvider(nowhere)], TimeProvider.System).AskAsync(provider, default))!;
        (reading.Outcome, reading.Message).ShouldBe((VerdictOutcome.Error, "AWS calls need a region: set AWS_REGION."));
    }

    [Theory]
    [InlineData("""{"outcome":"successful"}""", VerdictOutcome.Successful)]
    [InlineData("""{"outcome":"failed","message":"no"}""", VerdictOutcome.Failed)]
    [InlineData("""{"outcome":"inconclusive","message":5}""", VerdictOutcome.Inconclusive)]
    [InlineData("""{"outcome":"running"}""", VerdictOutcome.Error)]
    [InlineData("""{"outcome":"Successful"}""", VerdictOutcome.Error)]
    [InlineData("\"successful\"", VerdictOutcome.Error)]
    [InlineData("null", VerdictOutcome.Error)]
    [InlineData("", VerdictOutcome.Error)]
    public void Only_a_verdict_is_a_verdict(string answer, VerdictOutcome outcome) =>
        HookCaller.Read(System.Text.Encoding.UTF8.GetBytes(answer)).Outcome.ShouldBe(outcome);

    private static void ShouldBeSigned(Microsoft.AspNetCore.Http.HttpRequest request, byte[] body, string service)
    {
        var signature = RequestSignature.Of(request);
        (signature.AccessKeyId, signature.Service).ShouldBe(("AKID", service));
        signature.IsOf(request, Convert.ToHexStringLower(SHA256.HashData(body)), "secret").ShouldBeTrue();
    }
}
