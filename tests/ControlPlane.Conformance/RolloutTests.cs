using System.Net;
using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Conformance;

/// <summary>Rollouts on a started host: under load, without, by hand, with hooks, and across deployments.</summary>
public abstract class RolloutTests(RunningHost host) : IDisposable
{
    private readonly ControlClient _control = new(host.Process);

    public void Dispose()
    {
        _control.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_failing_canary_is_rolled_back_by_itself_while_somebody_waits()
    {
        var stage = await RolledStage.CreateAsync(host.Process, _control, 500);
        await using (new StageLoad(stage.Address))
        {
            (await stage.StartAsync("""{"steps":[{"percentTraffic":30,"durationSeconds":600}]}"""))["state"]!.ToString().ShouldBe("running");
            var over = await stage.EndAsync();

            over["state"]!.ToString().ShouldBe("rolledBack", over.ToJsonString());
            over["reason"]!["code"]!.ToString().ShouldBe("ERROR_RATE_WORSE");
            ((double)over["reason"]!["pValue"]!).ShouldBeLessThanOrEqualTo(0.01);
            ((long)over["reason"]!["canary"]!["errors"]!).ShouldBeGreaterThanOrEqualTo(10);
            over["verdicts"]![0]!["outcome"]!.ToString().ShouldBe("failed");
        }

        (await stage.FailuresAsync(200)).ShouldBe(0);
        var shown = await _control.GetAsync(stage.Path);
        (shown["canarySettings"], shown["rolloutId"]).ShouldBe((null, null));
        var history = await stage.HistoryAsync();
        history.Select(static entry => entry.Type).ShouldBe(["STAGE_CREATED", "CANARY_CREATED", "ROLLOUT_STARTED", "ROLLOUT_STEP", "ROLLBACK"]);
        ((long)history[^1].Rollout!["canaryErrors"]!).ShouldBeGreaterThanOrEqualTo(10);
        history[^1].Rollout!["code"]!.ToString().ShouldBe("ERROR_RATE_WORSE");
    }

    [Fact]
    public async Task A_healthy_canary_is_promoted_with_evidence()
    {
        var stage = await RolledStage.CreateAsync(host.Process, _control, 200);
        await using (new StageLoad(stage.Address))
        {
            await stage.StartAsync(
                """{"steps":[{"percentTraffic":20,"durationSeconds":1},{"percentTraffic":60,"durationSeconds":1}],"analysis":{"minimumRequests":20,"maxErrorRateIncrease":0.2,"compareLatency":false,"evidenceTimeoutSeconds":60}}""");
            var over = await stage.EndAsync();

            over["state"]!.ToString().ShouldBe("promoted", over.ToJsonString());
            over["verdicts"]!.AsArray().Select(static verdict => verdict!["outcome"]!.ToString()).ShouldBe(["successful", "successful"]);
            ((long)over["verdicts"]![1]!["reason"]!["canary"]!["requests"]!).ShouldBeGreaterThanOrEqualTo(20);
            over["percentTraffic"]!.GetValue<double>().ShouldBe(100);
        }

        var shown = await _control.GetAsync(stage.Path);
        shown["variables"]!["canary"]!.ToString().ShouldBe("yes");
        shown["canarySettings"].ShouldBeNull();
        var history = await stage.HistoryAsync();
        history.Select(static entry => entry.Type).ShouldBe(["STAGE_CREATED", "CANARY_CREATED", "ROLLOUT_STARTED", "ROLLOUT_STEP", "ROLLOUT_STEP", "PROMOTION"]);
        ((long)history[^2].Rollout!["canaryRequests"]!).ShouldBeGreaterThanOrEqualTo(20, "the second step tells what the first one had");
    }

    [Fact]
    public async Task Without_traffic_it_is_held_and_goes_on_by_hand()
    {
        var stage = await RolledStage.CreateAsync(host.Process, _control, 200);
        await stage.StartAsync("""{"steps":[{"percentTraffic":10,"durationSeconds":1},{"percentTraffic":50,"durationSeconds":600}]}""");

        (await stage.UntilAsync(static rollout => rollout["state"]!.ToString() == "held"))["reason"]!["code"]!.ToString().ShouldBe("NO_TRAFFIC");
        await stage.ActAsync("approve");
        await stage.UntilAsync(static rollout => (int)rollout["step"]! == 1 && (double)rollout["percentTraffic"]! == 50);
        (await stage.ActAsync("pause"))["state"]!.ToString().ShouldBe("paused");
        (await RolledStage.RefusedAsync(host.Process, HttpMethod.Post, $"{stage.Path}/rollout/approve", "{}")).Status.ShouldBe(409);
        (await stage.ActAsync("resume"))["state"]!.ToString().ShouldBe("running");
        var aborted = await stage.ActAsync("abort");
        (aborted["state"]!.ToString(), aborted["reason"]!["code"]!.ToString()).ShouldBe(("aborted", "ABORTED"));
        (await _control.GetAsync(stage.Path))["canarySettings"].ShouldBeNull();
    }

    [Fact]
    public async Task Hooks_are_asked_before_the_first_user_and_their_answer_is_the_verdict()
    {
        await Requirements.PythonAsync();
        await SampleFunction.CreateAsync(
            _control, "judge", "judgement = {'outcome': 'successful', 'message': 'fine'}\n", "judgement if event['percentTraffic'] == 0 else {'outcome': 'failed', 'message': 'not with ' + event['hook']}");
        await using var address = await HookServer.StartAsync();
        var stage = await RolledStage.CreateAsync(host.Process, _control, 200);
        await stage.StartAsync(
            $$$"""
            {"steps":[{"percentTraffic":10,"durationSeconds":600}],"hooks":[
              {"name":"smoke","when":"beforeTraffic","functionName":"judge:2"},
              {"name":"posted","when":"beforeTraffic","url":"{{{address.Url}}}","retries":2},
              {"name":"look","when":"step","functionName":"judge:2"}],
             "notifications":[{"url":"{{{address.Url}}}told","secret":"0123456789abcdef"}]}
            """);

        var over = await stage.EndAsync();

        over["state"]!.ToString().ShouldBe("rolledBack", over.ToJsonString());
        over["reason"]!["message"]!.ToString().ShouldContain("not with look");
        var runs = over["hookRuns"]!.AsArray().ToDictionary(static run => run!["name"]!.ToString(), static run => run!);
        (runs["smoke"]["outcome"]!.ToString(), runs["smoke"]["message"]!.ToString()).ShouldBe(("successful", "fine"));
        ((int)runs["posted"]["attempt"]!).ShouldBe(2, "the first answer was a 503");
        over.ToJsonString().ShouldNotContain("0123456789abcdef");
        await address.ToldAsync("rolledBack");
        address.Told.ShouldBe(["started", "stepStarted", "rollingBack", "rolledBack"], ignoreOrder: true);
        address.Unsigned.ShouldBe(0);
    }

    [Fact]
    public async Task Aliases_are_shifted_by_the_same_plans_and_put_back_when_it_ends_badly()
    {
        await Requirements.PythonAsync();
        var name = $"shifted{Guid.NewGuid():N}"[..20];
        await SampleFunction.CreateAsync(_control, name, answer: """{"statusCode": 200 if version == "v1" or not event["queryStringParameters"] else 500, "body": version}""");
        await _control.PostAsync($"{SampleFunction.Root}/{name}/aliases", """{"Name":"live","FunctionVersion":"1"}""");
        var api = await SampleApi.CreateLambdaAsync(_control, name, $"{name}:live");
        await SampleApi.DeployAsync(_control, api, """{"stageName":"prod"}""");
        var stage = RolledStage.Of(host.Process, _control, api);
        var target = $$"""[{"functionName":"{{name}}","alias":"live","fromVersion":"1","toVersion":"2"}]""";
        var (status, text) = await RolledStage.RefusedAsync(
            host.Process,
            HttpMethod.Put,
            $"{stage.Path}/rollout",
            $$"""{"preset":"AllAtOnce","target":{"aliases":[{"functionName":"{{name}}","alias":"live","fromVersion":"2","toVersion":"1"} ] } }""");
        (status, text.Contains("does not point to version 2 alone", StringComparison.Ordinal)).ShouldBe((400, true), text);

        await using (new StageLoad(new Uri(stage.Address + "?fail=yes")))
        {
            await stage.StartAsync($$"""{"steps":[{"percentTraffic":50,"durationSeconds":600}],"target":{"aliases":{{target}} } }""");
            var failed = await stage.EndAsync();
            (failed["state"]!.ToString(), failed["reason"]!["code"]!.ToString()).ShouldBe(("rolledBack", "ERROR_RATE_WORSE"));
        }

        var alias = await _control.GetAsync($"{SampleFunction.Root}/{name}/aliases/live");
        ((string)alias["FunctionVersion"]!, alias["RoutingConfig"]?["AdditionalVersionWeights"]?.AsObject().Count ?? 0).ShouldBe(("1", 0));

        await stage.StartAsync($$"""{"steps":[{"percentTraffic":25,"durationSeconds":0,"waitForApproval":true}],"target":{"aliases":{{target}} } }""");
        await stage.UntilAsync(static rollout => rollout["state"]!.ToString() == "held");
        ((double)(await _control.GetAsync($"{SampleFunction.Root}/{name}/aliases/live"))["RoutingConfig"]!["AdditionalVersionWeights"]!["2"]!).ShouldBe(0.25);
        await stage.ActAsync("approve");
        (await stage.EndAsync())["state"]!.ToString().ShouldBe("promoted");
        ((string)(await _control.GetAsync($"{SampleFunction.Root}/{name}/aliases/live"))["FunctionVersion"]!).ShouldBe("2");
        (await _control.GetAsync(stage.Path))["rolloutId"].ShouldBeNull();
    }

    [Fact]
    public async Task Deployments_during_a_rollout_are_refused_queue_up_or_replace_it()
    {
        const string plan = """{"steps":[{"percentTraffic":10,"durationSeconds":600}]}""";
        const string deploy = """{"stageName":"prod","canarySettings":{"percentTraffic":0,"stageVariableOverrides":{"code":"200","next":"yes"}}}""";
        var stage = await RolledStage.CreateAsync(host.Process, _control, 200);
        var running = (await stage.StartAsync(plan))["id"]!.ToString();

        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Put, $"{stage.Path}/rollout", plan),
            (HttpMethod.Post, $"/restapis/{stage.ApiId}/deployments", deploy),
            (HttpMethod.Patch, stage.Path, """{"patchOperations":[{"op":"replace","path":"/canarySettings/percentTraffic","value":"50"}]}"""),
            (HttpMethod.Patch, stage.Path, """{"patchOperations":[{"op":"remove","path":"/canarySettings"}]}"""),
        })
        {
            var (status, text) = await RolledStage.RefusedAsync(host.Process, method, path, body);
            status.ShouldBe(409, text);
            text.ShouldContain(running);
        }

        await _control.PatchAsync(stage.Path, """{"patchOperations":[{"op":"replace","path":"/description","value":"other settings are free"}]}""");
        await _control.PutAsync($"{stage.Path}/rolloutpolicy", """{"onDeployment":"queue"}""");
        var queued = await SampleApi.DeployAsync(_control, stage.ApiId, deploy);
        (await _control.GetAsync(stage.Path))["queuedDeploymentId"]!.ToString().ShouldBe(queued);
        await stage.ActAsync("abort");
        var shown = await _control.GetAsync(stage.Path);
        (shown["canarySettings"]!["deploymentId"]!.ToString(), shown["queuedDeploymentId"]).ShouldBe((queued, null));

        await _control.PutAsync($"{stage.Path}/rolloutpolicy", """{"onDeployment":"replace"}""");
        var second = (await stage.StartAsync(plan))["id"]!.ToString();
        await SampleApi.DeployAsync(_control, stage.ApiId, """{"stageName":"prod"}""");
        var replaced = await stage.EndAsync();
        (replaced["id"]!.ToString(), replaced["state"]!.ToString(), replaced["reason"]!["code"]!.ToString()).ShouldBe((second, "aborted", "TARGET_CHANGED"));
        (await _control.GetAsync(stage.Path))["canarySettings"].ShouldBeNull();
        (await _control.GetAsync($"{stage.Path}/rollouts"))["item"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_rollback_by_hand_ends_the_rollout_with_the_canary()
    {
        var stage = await RolledStage.CreateAsync(host.Process, _control, 200);
        await stage.StartAsync("""{"steps":[{"percentTraffic":10,"durationSeconds":600}]}""");
        var before = (string)(await _control.GetAsync(stage.Path))["deploymentId"]!;

        var after = await _control.PostAsync($"{stage.Path}/rollback", "{}");

        ((string)after["deploymentId"]!, after["canarySettings"], after["rolloutId"]).ShouldBe((before, null, null));
        (await stage.EndAsync())["state"]!.ToString().ShouldBe("aborted");
        (await _control.SendAsync(HttpMethod.Delete, stage.Path)).Count.ShouldBe(0);
        (await _control.StatusOfAsync($"{stage.Path}/rollout")).ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>Answers hooks, the first time with 503, and hears notifications.</summary>
    private sealed class HookServer : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly List<string> _told = [];
        private int _asked;
        private int _unsigned;

        private HookServer(WebApplication app) => _app = app;

        public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/";

        public int Unsigned => Volatile.Read(ref _unsigned);

        public string[] Told
        {
            get
            {
                lock (_told)
                {
                    return [.. _told];
                }
            }
        }

        public static async Task<HookServer> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var server = new HookServer(builder.Build());
            server._app.MapPost("/", (RequestDelegate)server.AskedAsync);
            server._app.MapPost("/told", (RequestDelegate)server.HearAsync);
            await server._app.StartAsync();
            return server;
        }

        /// <summary>Waits until it was told of something.</summary>
        public async Task ToldAsync(string type)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            while (!Told.Contains(type))
            {
                await Task.Delay(50, patience.Token);
            }
        }

        public async ValueTask DisposeAsync() => await _app.DisposeAsync();

        private async Task AskedAsync(HttpContext context)
        {
            var question = (await JsonNode.ParseAsync(context.Request.Body))!;
            context.Response.StatusCode = Interlocked.Increment(ref _asked) == 1 || context.Request.Headers["Idempotency-Key"] != question["idempotencyKey"]!.ToString() ? 503 : 200;
            await context.Response.WriteAsync("""{"outcome":"successful"}""");
        }

        private async Task HearAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var expected = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("0123456789abcdef"u8, body.ToArray()));
            if (context.Request.Headers["X-ControlPlane-Signature"] != $"sha256={expected}")
            {
                Interlocked.Increment(ref _unsigned);
            }

            lock (_told)
            {
                _told.Add(JsonNode.Parse(body.ToArray())!["type"]!.ToString());
            }
        }
    }
}

public sealed class RolloutTestsOnSqlite(SqliteHost host) : RolloutTests(host), IClassFixture<SqliteHost>;

public sealed class RolloutTestsOnDynamoDb(DynamoDbHost host) : RolloutTests(host), IClassFixture<DynamoDbHost>;

/// <summary>A host that is killed in the middle of a rollout goes on with it when it is back.</summary>
public abstract class RolloutCrashTests(StoreKind store) : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose()
    {
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_host_that_was_killed_goes_on_where_it_was()
    {
        var options = await Store.OptionsAsync(store);
        RolledStage stage;
        string id;
        await using (var first = await HostProcess.StartAsync(_data.Path, options))
        {
            using var control = new ControlClient(first);
            stage = await RolledStage.CreateAsync(first, control, 500);
            id = (await stage.StartAsync("""{"steps":[{"percentTraffic":50,"durationSeconds":600}]}"""))["id"]!.ToString();
            await stage.UntilAsync(static rollout => rollout["reason"]!["code"]!.ToString() == "WATCHING");
            await first.StopAsync("KILL");
        }

        await using var second = await HostProcess.StartAsync(_data.Path, options);
        using var again = new ControlClient(second);
        stage = stage.At(second, again);
        await using var load = new StageLoad(stage.Address);
        var over = await stage.EndAsync();
        (over["id"]!.ToString(), over["state"]!.ToString()).ShouldBe((id, "rolledBack"));
        (await stage.FailuresAsync(100)).ShouldBe(0);
    }
}

public sealed class RolloutCrashTestsOnSqlite() : RolloutCrashTests(StoreKind.Sqlite);

public sealed class RolloutCrashTestsOnDynamoDb() : RolloutCrashTests(StoreKind.DynamoDb);
