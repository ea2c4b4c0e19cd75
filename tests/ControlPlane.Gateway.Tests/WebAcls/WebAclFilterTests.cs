using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Testing;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.WebAcls;

/// <summary>Web ACLs in front of a whole gateway.</summary>
public sealed class WebAclFilterTests : IDisposable
{
    private const string Loopback = """{"ipSet":{"addresses":["127.0.0.0/8","::1/128"]}}""";
    private const string Elsewhere = """{"ipSet":{"addresses":["203.0.113.0/24"]}}""";
    private const string Large = """{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"GT","size":10}}""";

    private readonly VirtualClock _clock = new();
    private readonly RecordingLoggers _loggers = new(LogLevel.Information);

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task A_blocked_request_is_API_Gateways_and_its_record_names_the_rule()
    {
        await using var host = await StartAsync(WebAcls.Stage("ALLOW", ("BLOCK", Elsewhere), ("BLOCK", Loopback)));
        using var response = await host.GetAsync("/x");
        ((int)response.StatusCode).ShouldBe(403);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Forbidden"}""");
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["ForbiddenException"]);
        var record = await FirstAsync(line => line.Fields.ContainsKey("Detail"));
        (record.Level, record.Fields["Detail"], record.Fields["Status"], record.Fields["Route"])
            .ShouldBe((LogLevel.Warning, "The rule r1 of the web ACL edge blocks the request.", 403, null));
    }

    [Theory]
    [InlineData("ALLOW", 200)]
    [InlineData("BLOCK", 403)]
    public async Task What_no_rule_decides_gets_the_default_action(string defaultAction, int status)
    {
        await using var host = await StartAsync(WebAcls.Stage(defaultAction, ("ALLOW", Elsewhere), ("COUNT", Loopback)));
        (await StatusAsync(host)).ShouldBe(status);
    }

    [Fact]
    public async Task The_first_rule_that_decides_ends_it()
    {
        await using var host = await StartAsync(WebAcls.Stage("BLOCK", ("COUNT", Loopback), ("ALLOW", Loopback), ("BLOCK", Loopback)));
        (await StatusAsync(host)).ShouldBe(200);
    }

    [Fact]
    public async Task Rules_come_before_the_match_and_cover_the_canary()
    {
        var stage = WebAcls.Stage("ALLOW", ("BLOCK", Loopback)) with { CanarySettings = new CanarySettings { DeploymentId = "dep001", PercentTraffic = 100 } };
        await using var host = await StartAsync(stage);
        using var response = await host.GetAsync("/nowhere");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Forbidden"}""");
    }

    [Fact]
    public async Task An_API_may_word_the_refusal()
    {
        var custom = new GatewayResponse
        {
            ResponseType = GatewayResponseType.WafFiltered,
            StatusCode = "418",
            ResponseTemplates = new Dictionary<string, string> { ["application/json"] = """{"no":$context.error.messageString,"rule":"$context.wafResponseCode"}""" },
        };
        await using var host = await StartAsync(WebAcls.Stage("ALLOW", ("BLOCK", Loopback)), custom);
        using var response = await host.GetAsync("/x");
        ((int)response.StatusCode).ShouldBe(418);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"no":"Forbidden","rule":"WAF_BLOCK"}""");
    }

    [Fact]
    public async Task A_rule_that_only_counts_logs_and_lets_pass()
    {
        var stage = WebAcls.Stage("ALLOW", ("COUNT", Loopback)) with { LogLevel = new LogLevelOverride { Level = StageLogLevel.Info } };
        await using var host = await StartAsync(stage);
        (await StatusAsync(host)).ShouldBe(200);
        var record = await FirstAsync(line => line.Fields.ContainsKey("Rule"));
        (record.Level, record.Fields["Rule"], record.Fields["WebAcl"], record.Fields["Action"], record.Fields["SourceIp"])
            .ShouldBe((LogLevel.Information, "r0", "edge", "COUNT", "127.0.0.1"));
    }

    [Fact]
    public async Task Metrics_count_by_rule()
    {
        await using var host = await StartAsync(WebAcls.Stage("ALLOW", ("COUNT", Loopback), ("BLOCK", """{"methods":["POST"]}"""), ("ALLOW", """{"methods":["HEAD"]}""")));
        using var listener = new MeterListener();
        var counted = new ConcurrentQueue<string>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, host.Gateway) && instrument.Name.StartsWith("controlplane.webacl.", StringComparison.Ordinal))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => counted.Enqueue(
            $"{instrument.Name["controlplane.webacl.".Length..]} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        listener.Start();
        (await StatusAsync(host)).ShouldBe(200);
        (await StatusAsync(host, HttpMethod.Post)).ShouldBe(403);
        (await StatusAsync(host, HttpMethod.Head)).ShouldBe(403, "no such method, but the rules allow it");
        counted.ShouldBe(
        [
            "counted_requests 1 api=sample stage=prod rule=r0", "allowed_requests 1 api=sample stage=prod rule=Default_Action",
            "counted_requests 1 api=sample stage=prod rule=r0", "blocked_requests 1 api=sample stage=prod rule=r1",
            "counted_requests 1 api=sample stage=prod rule=r0", "allowed_requests 1 api=sample stage=prod rule=r2",
        ]);
    }

    [Fact]
    public async Task The_body_is_measured_before_the_backend_gets_it()
    {
        await using var host = await StartAsync(WebAcls.Stage("ALLOW", ("BLOCK", Large)));
        (await StatusAsync(host, HttpMethod.Post, "0123456789")).ShouldBe(200);
        (await StatusAsync(host, HttpMethod.Post, "0123456789a")).ShouldBe(403);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, $"/{Sample.ApiId}/prod/x") { Content = new StringContent("0123456789a", null, "application/json"), Headers = { TransferEncodingChunked = true } };
        using var response = await host.Client.SendAsync(chunked);
        ((int)response.StatusCode).ShouldBe(403);
    }

    [Fact]
    public async Task A_client_that_sends_too_many_waits_until_its_window_has_slid_on()
    {
        await using var host = await StartAsync(WebAcls.Stage("ALLOW", ("BLOCK", """{"rateBased":{"limit":3,"evaluationWindowSeconds":60}}""")));
        (await StatusesAsync(host, 5)).ShouldBe([200, 200, 200, 403, 403]);

        // What was refused is counted, too: 5 of the last window.
        _clock.Advance(60);
        (await StatusesAsync(host, 1)).ShouldBe([403]);
        _clock.Advance(60);
        (await StatusesAsync(host, 4)).ShouldBe([200, 200, 403, 403]);
        _clock.Advance(120);
        (await StatusesAsync(host, 1)).ShouldBe([200]);
    }

    [Fact]
    public async Task A_change_of_something_else_lets_no_client_start_anew()
    {
        var stage = WebAcls.Stage("ALLOW", ("BLOCK", """{"rateBased":{"limit":2}}"""));
        await using var host = await StartAsync(stage);
        (await StatusesAsync(host, 3)).ShouldBe([200, 200, 403]);
        Put(host, stage with { Description = "changed" }, 2);
        (await StatusesAsync(host, 1)).ShouldBe([403]);
        Put(host, stage with { WebAcl = null, WebAclArn = null }, 3);
        (await StatusesAsync(host, 1)).ShouldBe([200]);
    }

    [Fact]
    public async Task A_web_ACL_of_a_newer_version_is_not_served_without()
    {
        var stage = WebAcls.Stage("ALLOW", ("BLOCK", Elsewhere));
        await using var host = await StartAsync(stage);
        (await StatusAsync(host)).ShouldBe(200);
        var unknown = stage.WebAcl! with { Rules = [stage.WebAcl.Rules[0] with { Statement = """{"statementOfTomorrow":{}}""" }] };
        host.Source.Put(stage with { StageName = "test", WebAcl = unknown });
        using var response = await host.Client.GetAsync($"/{Sample.ApiId}/test/x");
        ((int)response.StatusCode).ShouldBeGreaterThanOrEqualTo(500);
    }

    private static void Put(GatewayHost host, Stage stage, long revision)
    {
        host.Source.Put(stage, revision);
        host.Gateway.StageChanged(Sample.ApiId, "prod");
    }

    private static async Task<int> StatusAsync(GatewayHost host, HttpMethod? verb = null, string? body = null)
    {
        using var response = await host.SendAsync(verb ?? HttpMethod.Get, "/x", body is null ? null : new StringContent(body, null, "application/json"));
        return (int)response.StatusCode;
    }

    private static async Task<List<int>> StatusesAsync(GatewayHost host, int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            statuses.Add(await StatusAsync(host));
        }

        return statuses;
    }

    /// <summary>The first record of a kind; a request's last record may come after its response.</summary>
    private async Task<(string Category, LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Fields)> FirstAsync(
        Func<(string Category, LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Fields), bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!_loggers.Lines.Any(wanted))
        {
            await Task.Delay(10, patience.Token);
        }

        return _loggers.Lines.First(wanted);
    }

    private async Task<GatewayHost> StartAsync(Stage stage, params IReadOnlyList<GatewayResponse> responses)
    {
        var api = Sample.Api(Sample.Resource("/x", Sample.Method("GET"), Sample.Method("POST"))) with { GatewayResponses = responses };
        var host = await GatewayHost.StartAsync(api, collaborators: new GatewayCollaborators { Time = _clock }, loggers: _loggers);
        host.Source.Put(stage);
        return host;
    }
}
