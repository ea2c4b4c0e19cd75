using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Hosting.FunctionUrls;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Gateway.Tests.Hosting.FunctionUrls;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway.Tests.Mirroring;

public sealed class MirroringTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task The_canary_gets_a_marked_copy_and_the_answers_are_compared_by_shape()
    {
        var sink = new FakeMirroringSink();
        await using var served = await EchoBackend.StartAsync();
        await using var canary = await EchoBackend.StartAsync();
        served.Answer = context => Json(context, """{"id":1,"name":"x"}""", ("X-Version", "1"));
        canary.Answer = context => Json(context, """{"id":"1","name":"y","new":[]}""", ("X-Version", "2"));
        await using var host = await StartAsync(sink, served, canary);

        for (var i = 0; i < 3; i++)
        {
            using var response = await host.SendAsync(HttpMethod.Get, "/pets/7?a=b", null, ("X-User", "alice"));
            (await response.Content.ReadAsStringAsync()).ShouldBe("""{"id":1,"name":"x"}""");
            await CountedAsync(host, sink, "compared", i + 1);
        }

        (canary.Verb, canary.Target, canary.Headers["X-User"], canary.Headers["X-Mirrored-Request"]).ShouldBe(("GET", "/pets/7?a=b", "alice", "true"));
        served.Headers.ShouldNotContainKey("X-Mirrored-Request");
        sink.Routes.Distinct().ShouldHaveSingleItem().ShouldBe($"{Sample.ApiId} prod dep002 GET /pets/{{id}}");
        (sink.Counts["headers"], sink.Counts["shape"], sink.Counts.ContainsKey("same"), sink.Counts.ContainsKey("status")).ShouldBe((3, 3, false, false));
        sink.Samples.OrderBy(sample => sample.Key, StringComparer.Ordinal).ShouldBe(
        [
            new("headers: x-version: other value", 3), new("shape: /id: number in base, string in canary", 3), new("shape: /new: only in canary", 3),
        ]);
    }

    [Fact]
    public async Task What_may_differ_does_not_count_and_equal_answers_are_the_same()
    {
        var sink = new FakeMirroringSink();
        await using var served = await EchoBackend.StartAsync();
        await using var canary = await EchoBackend.StartAsync();
        served.Answer = context => Json(context, """{"id":1,"at":"x"}""", ("X-Version", "1"), ("ETag", "\"1\""), ("Set-Cookie", "a=1"));
        canary.Answer = context => Json(context, """{"id":2}""", ("X-Version", "2"), ("ETag", "\"2\""), ("Set-Cookie", "a=2"));
        await using var host = await StartAsync(sink, served, canary, mirroring => mirroring with { IgnoreHeaders = ["x-version"], IgnoreJsonMembers = ["at"] });

        (await host.GetAsync("/pets/7")).Dispose();

        await CountedAsync(host, sink, "same", 1);
        sink.Samples.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_canary_that_fails_differs_in_its_status_and_the_client_does_not_notice()
    {
        var sink = new FakeMirroringSink();
        await using var served = await EchoBackend.StartAsync();
        await using var host = await StartAsync(sink, served, null);

        using var response = await host.GetAsync("/pets/7");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await CountedAsync(host, sink, "status", 1);
        sink.Samples.Keys.ShouldHaveSingleItem().ShouldBe("status: 200 in base, 504 in canary");
    }

    [Fact]
    public async Task The_client_does_not_wait_and_what_is_over_the_limit_is_left_out()
    {
        var sink = new FakeMirroringSink();
        var gate = new TaskCompletionSource();
        await using var served = await EchoBackend.StartAsync();
        await using var canary = await EchoBackend.StartAsync();
        canary.Answer = async context =>
        {
            await gate.Task;
            await context.Response.WriteAsync(context.Request.Path);
        };
        await using var host = await StartAsync(sink, served, canary, mirroring => mirroring with { MaxConcurrent = 2 });

        for (var i = 0; i < 5; i++)
        {
            (await host.GetAsync("/pets/7")).Dispose();
        }

        await CountedAsync(host, sink, "dropped", 3);
        sink.Counts.ContainsKey("compared").ShouldBeFalse();
        gate.SetResult();
        await CountedAsync(host, sink, "compared", 2);
        (await host.GetAsync("/pets/7")).Dispose();
        await CountedAsync(host, sink, "compared", 3);
    }

    [Fact]
    public async Task More_than_the_rate_is_left_out()
    {
        var sink = new FakeMirroringSink();
        var clock = new ControlPlane.Testing.VirtualClock();
        await using var served = await EchoBackend.StartAsync();
        await using var canary = await EchoBackend.StartAsync();
        await using var host = await StartAsync(sink, served, canary, mirroring => mirroring with { MaxPerSecond = 2 }, clock);
        for (var i = 0; i < 5; i++)
        {
            (await host.GetAsync("/pets/7")).Dispose();
        }

        await CountedAsync(host, sink, "dropped", 3);
        await CountedAsync(host, sink, "compared", 2);
        clock.Advance(1);
        (await host.GetAsync("/pets/7")).Dispose();
        await CountedAsync(host, sink, "compared", 3);
    }

    [Fact]
    public async Task Only_the_routes_that_are_named_are_mirrored_and_only_without_a_body()
    {
        var sink = new FakeMirroringSink();
        await using var served = await EchoBackend.StartAsync();
        await using var canary = await EchoBackend.StartAsync();
        await using var host = await StartAsync(sink, served, canary);

        (await host.SendAsync(HttpMethod.Post, "/pets/7")).Dispose();
        (await host.SendAsync(HttpMethod.Delete, "/pets/7")).Dispose();
        (await host.GetAsync("/others")).Dispose();
        (await host.SendAsync(HttpMethod.Get, "/pets/7", new StringContent("x"))).Dispose();

        await CountedAsync(host, sink, "dropped", 1);
        canary.Target.ShouldBe("");
        sink.Counts.Keys.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_function_is_told_in_its_event_and_nothing_else_hears_of_the_copy()
    {
        var sink = new FakeMirroringSink();
        var metrics = new FakeMetricsSink();
        var loggers = new RecordingLoggers();
        var document = Sample.Api(Sample.Resource("/pets/{id}", Sample.Method("GET", Sample.LambdaProxy("arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.f}"))));
        await using var host = await GatewayHost.StartAsync(
            document, new GatewayOptions { StageLogLevel = StageLogLevel.Debug }, new GatewayCollaborators { Mirroring = sink, Metrics = [metrics] }, loggers);
        host.Source.Put("dep002", document);
        host.Source.Put(
            Sample.Stage(canary: Canary("canary"), variables: ("f", "base")) with
            {
                Mirroring = Mirroring("/pets/{id}"),
                AccessLogSettings = new AccessLogSettings("arn:aws:logs:us-east-1:123456789012:log-group:access", "$context.requestId $context.stageVariant"),
            },
            2);
        host.Gateway.StageChanged(Sample.ApiId, "prod");

        (await host.GetAsync("/pets/7")).Dispose();

        await CountedAsync(host, sink, "same", 1);
        while (metrics.Requests < 1)
        {
            // A request is counted just after its response.
            await Task.Delay(Short);
            await host.Gateway.FlushMetricsAsync();
        }

        var sent = host.Lambda.Invoked.Order(StringComparer.Ordinal).ToArray();
        sent.Select(name => name[(name.LastIndexOf(':') + 1)..]).ShouldBe(["base", "canary"]);
        var (one, other) = (Context(host, sent[0]), Context(host, sent[1]));
        ((bool?)one["isMirroredRequest"], (string?)one["stageVariant"]).ShouldBe((null, "base"));
        ((bool?)other["isMirroredRequest"], (string?)other["stageVariant"], (bool?)other["isCanaryRequest"]).ShouldBe((true, "canary", true));
        metrics.Told.ShouldAllBe(told => !told.IsCanary);
        metrics.Requests.ShouldBe(1);
        loggers.Lines.Count(line => line.Category.StartsWith("AccessLog.", StringComparison.Ordinal)).ShouldBe(1);
        loggers.Lines.ShouldNotContain(line => line.Category.EndsWith("-canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Findings_that_cannot_be_stored_are_stored_later()
    {
        var sink = new FakeMirroringSink { Fails = true };
        await using var served = await EchoBackend.StartAsync();
        await using var canary = await EchoBackend.StartAsync();
        await using var host = await StartAsync(sink, served, canary);
        (await host.GetAsync("/pets/7")).Dispose();
        await host.Gateway.FlushMetricsAsync();
        sink.Counts.ShouldBeEmpty();
        sink.Fails = false;
        await CountedAsync(host, sink, "compared", 1);
    }

    [Fact]
    public async Task Where_the_process_may_stand_still_a_slow_canary_is_given_up_soon_after_the_response()
    {
        var sink = new FakeMirroringSink();
        await using var canary = await EchoBackend.StartAsync();
        canary.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var source = new FakeStageSource();
        source.Put("dep001", Sample.Api(Sample.Resource("/x", Sample.Method("GET", Sample.Mock("hello")))));
        source.Put("dep002", Sample.Api(Sample.Resource("/x", Sample.Method("GET", Sample.HttpProxy("${stageVariables.f}/x")))));
        source.Put(Sample.Stage(canary: Canary(canary.Address)) with { Mirroring = Mirroring("/x") });
        using var gateway = new Gateway(source, new FakeLambda(), new GatewayOptions(), new RecordingLoggers(), new GatewayCollaborators { Mirroring = sink });
        var entry = new FunctionUrlGateway(gateway, NullLogger<FunctionUrlGateway>.Instance);

        using (var input = new MemoryStream(Encoding.UTF8.GetBytes(SampleEvents.FunctionUrl().ToJsonString())))
        {
            await using var output = await entry.HandleAsync(input, TimeSpan.FromSeconds(30));
            EventResponse.Parse((await CopyAsync(output)).ToArray()).Status.ShouldBe(200);
        }

        using var patience = new CancellationTokenSource(Patience);
        while (sink.Counts.GetValueOrDefault("unfinished") == 0)
        {
            await Task.Delay(Short, patience.Token);
            await gateway.FlushMetricsAsync();
        }

        sink.Counts.Keys.ShouldHaveSingleItem();
    }

    private static async Task<MemoryStream> CopyAsync(Stream output)
    {
        var copy = new MemoryStream();
        await output.CopyToAsync(copy);
        return copy;
    }

    private static async Task Json(HttpContext context, string body, params (string Name, string Value)[] headers)
    {
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body);
    }

    private static JsonNode Context(GatewayHost host, string function) => JsonNode.Parse(host.Lambda.PayloadOf(function))!["requestContext"]!;

    private static StageMirroring Mirroring(string path) =>
        new() { Routes = [new MirroredRoute(path, "GET", 100)], MaxConcurrent = 10, MaxPerSecond = 1000, SampleSize = 10 };

    private static CanarySettings Canary(string value) =>
        new() { DeploymentId = "dep002", PercentTraffic = 0, StageVariableOverrides = new Dictionary<string, string> { ["f"] = value } };

    private static async Task<GatewayHost> StartAsync(
        FakeMirroringSink sink, EchoBackend served, EchoBackend? canary, Func<StageMirroring, StageMirroring>? change = null, TimeProvider? time = null)
    {
        var document = Sample.Api(
            Sample.Resource("/pets/{id}", Sample.Method("ANY", Sample.HttpProxy("${stageVariables.f}/pets/{id}"))),
            Sample.Resource("/others", Sample.Method("GET", Sample.HttpProxy("${stageVariables.f}/others"))));
        var host = await GatewayHost.StartAsync(document, collaborators: new GatewayCollaborators { Mirroring = sink, Time = time ?? TimeProvider.System });
        host.Source.Put("dep002", document);
        host.Source.Put(
            Sample.Stage(canary: Canary(canary?.Address ?? "http://127.0.0.1:1"), variables: ("f", served.Address)) with { Mirroring = (change ?? (same => same))(Mirroring("/pets/{id}")) }, 2);
        host.Gateway.StageChanged(Sample.ApiId, "prod");
        return host;
    }

    private static async Task CountedAsync(GatewayHost host, FakeMirroringSink sink, string name, long count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (sink.Counts.GetValueOrDefault(name) < count)
        {
            await Task.Delay(Short, patience.Token);
            await host.Gateway.FlushMetricsAsync();
        }

        sink.Counts[name].ShouldBe(count);
    }
}
