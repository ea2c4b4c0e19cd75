using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>What a stage logs, what it does not, and what either costs, as its level changes; and after the host has ended.</summary>
public abstract class LogCostTests(StoreKind store) : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose()
    {
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_level_moves_what_is_written_and_the_bill()
    {
        var options = await Store.OptionsAsync(store);
        string api;
        await using (var host = await HostProcess.StartAsync(_data.Path, options))
        {
            using var control = new ControlClient(host);
            api = await SampleApi.CreateMockAsync(control, "logged");
            await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");

            // WARNING: neither the steps of a request nor its end are written.
            await AskAsync(host, api, 40);
            var quiet = await MeasuredAsync(control, api, 40);
            Written(quiet).ShouldBe((0, 0));
            Suppressed(quiet, "DEBUG").Records.ShouldBe(80);
            Suppressed(quiet, "DEBUG").Bytes.ShouldBeInRange(80 * 400, 80 * 1200);
            var saving = quiet["savings"]!["against"]![0]!;
            ((string?)saving["against"], (double)saving["percent"]!).ShouldBe(("DEBUG", 100));
            ((double)saving["saved"]!).ShouldBeGreaterThan(0);
            ((string)quiet["warnings"]![0]!).ShouldStartWith("Projected from 120 records in");

            await control.PutAsync($"/restapis/{api}/stages/prod/loglevel", """{"level":"DEBUG"}""");
            await AskAsync(host, api, 20);
            var loud = await MeasuredAsync(control, api, 60);
            var written = Written(loud);
            written.Records.ShouldBe(60);
            ((string?)loud["effective"]!["level"], (double)loud["savings"]!["against"]![0]!["percent"]!).ShouldBe(("DEBUG", 0));
            ((double)loud["savings"]!["against"]![1]!["saved"]!).ShouldBeLessThan(0, "DEBUG costs more than INFO");
            ((string?)loud["routes"]![0]!["route"], (double)loud["routes"]![0]!["share"]!).ShouldBe(("GET /", 1));

            // What was estimated is what the same records are when they are written.
            var estimate = (double)Suppressed(loud, "DEBUG").Bytes / Suppressed(loud, "DEBUG").Records;
            (estimate / Level(loud, "DEBUG").Bytes * Level(loud, "DEBUG").Records).ShouldBeInRange(0.9, 1.1);

            // Nobody asks for these: ending stores them.
            await AskAsync(host, api, 5);
            (await host.StopAsync("TERM")).ShouldBe(0);
        }

        await using (var host = await HostProcess.StartAsync(_data.Path, options))
        {
            using var control = new ControlClient(host);
            Written(await control.GetAsync($"/restapis/{api}/stages/prod/logcost")).Records.ShouldBe(75);
        }
    }

    private static (long Records, long Bytes) Written(JsonObject cost)
    {
        var levels = cost["total"]!["levels"]!.AsArray();
        return (levels.Sum(static level => (long)level!["writtenRecords"]!), levels.Sum(static level => (long)level!["writtenBytes"]!));
    }

    private static (long Records, long Bytes) Level(JsonObject cost, string name) => Of(cost, name, "written");

    private static (long Records, long Bytes) Suppressed(JsonObject cost, string name) => Of(cost, name, "suppressed");

    private static (long Records, long Bytes) Of(JsonObject cost, string name, string what)
    {
        var level = cost["base"]!["levels"]!.AsArray().Single(level => (string?)level!["level"] == name)!;
        return ((long)level[$"{what}Records"]!, (long)level[$"{what}Bytes"]!);
    }

    private static async Task AskAsync(HostProcess host, string api, int count)
    {
        using var client = new HttpClient();
        for (var i = 0; i < count; i++)
        {
            using var response = await client.GetAsync(new Uri(host.Gateway, $"/{api}/prod/"));
        }
    }

    // A request is counted just after its response. Each has an end, written or not.
    private static async Task<JsonObject> MeasuredAsync(ControlClient control, string api, long requests)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var cost = await control.GetAsync($"/restapis/{api}/stages/prod/logcost");
            if (Level(cost, "INFO").Records + Suppressed(cost, "INFO").Records >= requests)
            {
                return cost;
            }

            await Task.Delay(20, patience.Token);
        }
    }
}

public sealed class LogCostTestsOnSqlite() : LogCostTests(StoreKind.Sqlite);

public sealed class LogCostTestsOnDynamoDb() : LogCostTests(StoreKind.DynamoDb);
