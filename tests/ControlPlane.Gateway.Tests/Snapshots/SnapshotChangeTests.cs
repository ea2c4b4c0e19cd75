using System.Net;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Testing;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Snapshots;

public sealed class SnapshotChangeTests
{
    [Fact]
    public async Task The_next_request_after_a_notification_sees_the_change()
    {
        await using var gateway = await StartAsync();
        (await TextAsync(gateway)).ShouldBe("one");
        gateway.Source.Put(Sample.Stage(deploymentId: "dep002"), 2);
        (await TextAsync(gateway)).ShouldBe("one");

        gateway.Gateway.StageChanged(Sample.ApiId, "prod");

        (await TextAsync(gateway)).ShouldBe("two");
        gateway.Source.Loads.ShouldBe(2);
    }

    [Fact]
    public async Task A_load_that_began_before_the_notification_does_not_serve_after_it()
    {
        await using var gateway = await StartAsync();
        var gate = new TaskCompletionSource();
        gateway.Source.Gate = gate.Task;
        var early = TextAsync(gateway);
        await UntilAsync(() => gateway.Source.Loads == 1);

        gateway.Source.Gate = Task.CompletedTask;
        gateway.Source.Put(Sample.Stage(deploymentId: "dep002"), 2);
        gateway.Gateway.StageChanged(Sample.ApiId, "prod");
        (await TextAsync(gateway)).ShouldBe("two");
        gate.SetResult();

        (await early).ShouldBe("two");
        (await TextAsync(gateway)).ShouldBe("two");
    }

    [Fact]
    public async Task Concurrent_requests_share_one_load()
    {
        await using var gateway = await StartAsync();
        var gate = new TaskCompletionSource();
        gateway.Source.Gate = gate.Task;
        var requests = Enumerable.Range(0, 20).Select(_ => TextAsync(gateway)).ToArray();
        await UntilAsync(() => gateway.Source.Loads == 1);
        gate.SetResult();

        (await Task.WhenAll(requests)).ShouldAllBe(text => text == "one");
        gateway.Source.Loads.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_under_way_finishes_on_the_snapshot_it_began_with()
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Api(Sample.Resource("/", Sample.Method("GET", Sample.LambdaProxy()))));
        gateway.Source.Put("dep002", Sample.Api(Sample.Resource("/", Sample.Method("GET", Sample.Mock("new")))));
        var gate = new TaskCompletionSource();
        gateway.Lambda.Gate = gate.Task;
        gateway.Lambda.Result = """{"body":"old"}""";
        var underWay = TextAsync(gateway);
        await UntilAsync(() => gateway.Lambda.Function is not null);

        gateway.Source.Put(Sample.Stage(deploymentId: "dep002"), 2);
        gateway.Gateway.StageChanged(Sample.ApiId, "prod");

        (await TextAsync(gateway)).ShouldBe("new");
        gate.SetResult();
        (await underWay).ShouldBe("old");
    }

    [Fact]
    public async Task A_store_that_is_down_leaves_the_last_snapshot_serving_and_is_logged_once()
    {
        var log = new RecordingLoggers();
        await using var gateway = await StartAsync(loggers: log);
        (await TextAsync(gateway)).ShouldBe("one");
        gateway.Source.Fails = true;

        for (var i = 0; i < 3; i++)
        {
            gateway.Gateway.StageChanged(Sample.ApiId, "prod");
            (await TextAsync(gateway)).ShouldBe("one");
        }

        log.Problems.ShouldHaveSingleItem().ShouldContain("s ago, keeps serving");
        gateway.Source.Fails = false;
        gateway.Source.Put(Sample.Stage(deploymentId: "dep002"), 2);
        gateway.Gateway.StageChanged(Sample.ApiId, "prod");
        (await TextAsync(gateway)).ShouldBe("two");
    }

    [Fact]
    public async Task A_stage_that_cannot_be_read_at_first_is_503_and_served_later()
    {
        var clock = new VirtualClock();
        await using var gateway = await StartAsync(collaborators: new GatewayCollaborators { Time = clock });
        gateway.Source.Fails = true;
        using (var refused = await gateway.GetAsync(""))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await refused.Content.ReadAsStringAsync()).ShouldBe("""{"message": "Service Unavailable"}""");
            refused.Headers.GetValues("Retry-After").ShouldBe(["1"]);
            refused.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["ServiceUnavailableException"]);
        }

        gateway.Source.Fails = false;
        (await gateway.GetAsync("")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        clock.Advance(1);

        (await TextAsync(gateway)).ShouldBe("one");
    }

    [Fact]
    public async Task A_domain_that_cannot_be_read_at_first_is_503_and_served_later()
    {
        await using var gateway = await StartAsync();
        gateway.Source.Fails = true;
        var request = () =>
        {
            var message = new HttpRequestMessage(HttpMethod.Get, gateway.Address);
            message.Headers.Host = "api.example.com";
            return gateway.Client.SendAsync(message);
        };
        (await request()).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        gateway.Source.Fails = false;

        (await request()).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Missing_stages_are_remembered_until_one_is_created()
    {
        await using var gateway = await StartAsync();
        for (var i = 0; i < 5; i++)
        {
            (await gateway.Client.GetAsync($"/{Sample.ApiId}/later/")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        gateway.Source.Loads.ShouldBeLessThan(5);
        gateway.Source.Put(Sample.Stage("later"));
        gateway.Gateway.StageChanged(Sample.ApiId, "later");

        (await gateway.Client.GetAsync($"/{Sample.ApiId}/later/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_deleted_api_is_gone_at_once()
    {
        await using var gateway = await StartAsync();
        (await TextAsync(gateway)).ShouldBe("one");

        gateway.Source.RemoveStage(Sample.ApiId, "prod");
        gateway.Gateway.ApiDeleted(Sample.ApiId);

        (await gateway.GetAsync("")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_notifications_the_version_is_compared_now_and_then()
    {
        await using var gateway = await StartAsync(new GatewayOptions { RevalidateEvery = TimeSpan.FromMilliseconds(20) });
        (await TextAsync(gateway)).ShouldBe("one");

        gateway.Source.Put(Sample.Stage(deploymentId: "dep002"), 2);

        await UntilAsync(async () => await TextAsync(gateway) == "two");
        gateway.Source.VersionReads.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_canary_serves_its_share_with_its_own_variables_and_log()
    {
        var log = new RecordingLoggers();
        await using var gateway = await StartAsync(
            collaborators: new GatewayCollaborators { Random = new Random(4) }, loggers: log);
        gateway.Source.Put(Sample.Stage(
            canary: new CanarySettings
            {
                DeploymentId = "dep002",
                PercentTraffic = 30,
                StageVariableOverrides = new Dictionary<string, string> { ["color"] = "blue" },
            },
            variables: [("color", "red"), ("size", "big")]) with
        {
            LogLevel = new LogLevelOverride { Level = StageLogLevel.Info },
        });

        var texts = new List<string>();
        for (var i = 0; i < 400; i++)
        {
            texts.Add(await TextAsync(gateway, "/vars"));
        }

        texts.Distinct().Order().ShouldBe(["one red big false", "two blue big true"]);
        texts.Count(text => text.StartsWith("two", StringComparison.Ordinal)).ShouldBeInRange(83, 157);
        var canaries = texts.Count(text => text.StartsWith("two", StringComparison.Ordinal));

        // A line is written when its response is out: the last one may still be on its way.
        await UntilAsync(() => log.Lines.Count(line => line is { Category: "Stage.abcdefghij.prod-canary", Level: LogLevel.Information }) == canaries);
        await UntilAsync(() => log.Lines.Count(line => line.Category == "Stage.abcdefghij.prod") == texts.Count - canaries);
    }

    private static async Task<GatewayHost> StartAsync(
        GatewayOptions? options = null, GatewayCollaborators? collaborators = null, ILoggerFactory? loggers = null)
    {
        var gateway = await GatewayHost.StartAsync(Document("one"), options, collaborators, loggers);
        gateway.Source.Put("dep002", Document("two"));
        return gateway;
    }

    private static DeployedApi Document(string text) => Sample.Api(
        Sample.Resource("/", Sample.Method("GET", Sample.Mock(text))),
        Sample.Resource("/vars", Sample.Method("GET", Sample.Mock(text + " $stageVariables.color $stageVariables.size $context.isCanaryRequest"))));

    private static async Task<string> TextAsync(GatewayHost gateway, string path = "")
    {
        using var response = await gateway.GetAsync(path);
        return await response.Content.ReadAsStringAsync();
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            await Task.Delay(5, timeout.Token);
        }
    }
}
