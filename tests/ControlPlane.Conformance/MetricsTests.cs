using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>What a stage and its canary have served is told at once, and outlives the host that served it.</summary>
public abstract class MetricsTests(StoreKind store) : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose()
    {
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Requests_are_counted_by_variant_and_outlive_the_host()
    {
        var options = await Store.OptionsAsync(store);
        string api;
        JsonObject before;
        await using (var host = await HostProcess.StartAsync(_data.Path, options))
        {
            using var control = new ControlClient(host);
            api = await SampleApi.CreateMockAsync(control, "measured");
            var deployment = await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
            await AskAsync(host, api, "/", 20);
            await AskAsync(host, api, "/none", 3);
            await SetCanaryAsync(control, api, deployment, 100);
            await AskAsync(host, api, "/", 7);
            await SetCanaryAsync(control, api, deployment, 0);
            await AskAsync(host, api, "/", 2);

            before = await CountedAsync(control, api, 32);
            Counts(before).ShouldBe((25, 3, 7, 0));
            var served = before["base"]!;
            ((double)served["rate4xx"]!, (double)served["rate5xx"]!).ShouldBe((0.12, 0));
            ((double)served["latency"]!["p99"]!).ShouldBeGreaterThan(0);
            ((double)served["integrationLatency"]!["p99"]!).ShouldBe(0, "a mock asks nobody");
            served["series"]!.AsArray().Sum(static minute => (long)minute!["count"]!).ShouldBe(25);

            // Nobody has asked for these yet: ending stores them.
            await AskAsync(host, api, "/", 5);
            (await host.StopAsync("TERM")).ShouldBe(0);
        }

        await using (var host = await HostProcess.StartAsync(_data.Path, options))
        {
            using var control = new ControlClient(host);
            Counts(await control.GetAsync($"/restapis/{api}/stages/prod/metrics")).ShouldBe((30, 3, 7, 0));
            await AskAsync(host, api, "/none", 1);
            Counts(await CountedAsync(control, api, 38)).ShouldBe((31, 4, 7, 0));
        }
    }

    private static (long Base, long Base4xx, long Canary, long Canary4xx) Counts(JsonObject metrics) =>
        ((long)metrics["base"]!["count"]!, (long)metrics["base"]!["count4xx"]!, (long)metrics["canary"]!["count"]!, (long)metrics["canary"]!["count4xx"]!);

    private static Task<JsonObject> SetCanaryAsync(ControlClient control, string api, string deployment, int percent) => control.PatchAsync(
        $"/restapis/{api}/stages/prod",
        $$"""
        {"patchOperations":[{"op":"replace","path":"/canarySettings/deploymentId","value":"{{deployment}}"},
        {"op":"replace","path":"/canarySettings/percentTraffic","value":"{{percent}}"}]}
        """);

    private static async Task AskAsync(HostProcess host, string api, string path, int count)
    {
        using var client = new HttpClient();
        for (var i = 0; i < count; i++)
        {
            using var response = await client.GetAsync(new Uri(host.Gateway, $"/{api}/prod{path}"));
        }
    }

    // A request is counted just after its response.
    private static async Task<JsonObject> CountedAsync(ControlClient control, string api, long requests)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var metrics = await control.GetAsync($"/restapis/{api}/stages/prod/metrics?minutes=1440");
            var (served, _, canary, _) = Counts(metrics);
            if (served + canary >= requests)
            {
                return metrics;
            }

            await Task.Delay(20, patience.Token);
        }
    }
}

public sealed class MetricsTestsOnSqlite() : MetricsTests(StoreKind.Sqlite);

public sealed class MetricsTestsOnDynamoDb() : MetricsTests(StoreKind.DynamoDb);
