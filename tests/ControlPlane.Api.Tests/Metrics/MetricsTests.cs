using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Domain.Metrics;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.Api.Tests.Metrics;

public sealed class MetricsTests : ApiTest
{
    private const string _zeros = """{"mean":0,"p50":0,"p90":0,"p95":0,"p99":0}""";
    private const string _nothing =
        $$"""{"count":0,"count4xx":0,"count5xx":0,"cacheHits":0,"cacheMisses":0,"rate4xx":0,"rate5xx":0,"latency":{{_zeros}},"integrationLatency":{{_zeros}},"series":[]}""";

    [Fact]
    public async Task Get_WithoutTraffic_IsZeros_OfTheLastHour()
    {
        var (_, stage, _) = await CreateStageAsync();
        App.Clock.Now = App.Clock.Now.AddSeconds(30);
        (await App.GetAsync($"{stage}/metrics")).ShouldBe(
            200, $$"""{"from":{{TestClock.Start - (59 * 60)}},"to":{{TestClock.Start + 60}},"base":{{_nothing}},"canary":{{_nothing}}}""");
    }

    [Fact]
    public async Task Get_SumsTheWindowUp_AndShowsItsMinutes()
    {
        var (api, stage, _) = await CreateStageAsync();
        App.Clock.Now = App.Clock.Now.AddMinutes(30);
        await CountAsync(api, 28, false, (200, 90), (404, 1));
        await CountAsync(api, 30, false, (200, 8), (500, 1));
        await CountAsync(api, 30, true, (503, 2));

        var shown = (await App.GetAsync($"{stage}/metrics?minutes=3")).ShouldSucceed().Json;

        (Number(shown, "from"), Number(shown, "to")).ShouldBe((TestClock.Start + (28 * 60), TestClock.Start + (31 * 60)));
        var served = shown["base"]!;
        (Number(served, "count"), Number(served, "count4xx"), Number(served, "count5xx")).ShouldBe((100, 1, 1));
        (Number(served, "rate4xx"), Number(served, "rate5xx")).ShouldBe((0.01, 0.01));
        (Number(served, "cacheHits"), Number(served, "cacheMisses")).ShouldBe((4, 2), "of two minutes");
        Number(served["latency"]!, "mean").ShouldBe(20);
        Number(served["latency"]!, "p99").ShouldBeInRange(19, 21);
        Number(served["integrationLatency"]!, "p50").ShouldBeInRange(9.5, 10.5);
        served["series"]!.AsArray().Select(minute => (Number(minute!, "time"), Number(minute!, "count")))
            .ShouldBe([(TestClock.Start + (28 * 60), 91), (TestClock.Start + (30 * 60), 9)]);
        (Number(shown["canary"]!, "count"), Number(shown["canary"]!, "rate5xx")).ShouldBe((2, 1));

        Number((await App.GetAsync($"{stage}/metrics?minutes=1")).Json["base"]!, "count").ShouldBe(9);
        var window = await App.GetAsync($"{stage}/metrics?from={TestClock.Start + (28 * 60) + 59}&to={TestClock.Start + (29 * 60)}");
        Number(window.Json["base"]!, "count").ShouldBe(91);
        Number((await App.GetAsync($"{stage}/metrics?minutes=1&to={TestClock.Start + (29 * 60)}")).Json["base"]!, "count").ShouldBe(91);
        Number((await App.GetAsync($"{stage}/metrics?from={TestClock.Start + (29 * 60)}")).Json["base"]!, "count").ShouldBe(9);
    }

    [Fact]
    public async Task Get_LeavesOutWhatAStageOfTheSameNameServedBefore()
    {
        var (api, stage, deployment) = await CreateStageAsync();
        await CountAsync(api, 0, false, (200, 5));
        (await App.DeleteAsync(stage)).ShouldSucceed();
        App.Clock.Now = App.Clock.Now.AddMinutes(2);
        (await App.PostAsync($"{api}/stages", $$"""{"stageName":"prod","deploymentId":"{{deployment}}"}""")).ShouldSucceed();
        await CountAsync(api, 2, false, (200, 3));
        Number((await App.GetAsync($"{stage}/metrics")).Json["base"]!, "count").ShouldBe(3);
        Number((await App.GetAsync($"{stage}/metrics?from={TestClock.Start}&to={TestClock.Start + 60}")).Json["base"]!, "count").ShouldBe(0);
    }

    [Theory]
    [InlineData("minutes=0", "Invalid minutes specified. It must be a whole number from 1 to 1440")]
    [InlineData("minutes=1441", "Invalid minutes specified. It must be a whole number from 1 to 1440")]
    [InlineData("minutes=-1", "Invalid minutes specified. It must be a whole number from 1 to 1440")]
    [InlineData("minutes=1.5", "Invalid minutes specified. It must be a whole number from 1 to 1440")]
    [InlineData("minutes=", "Invalid minutes specified. It must be a whole number from 1 to 1440")]
    [InlineData("minutes=99999999999999999999", "Invalid minutes specified. It must be a whole number from 1 to 1440")]
    [InlineData("from=yesterday", "Invalid from specified. Times are whole seconds since 1970")]
    [InlineData("from=-1", "Invalid from specified. Times are whole seconds since 1970")]
    [InlineData("to=9223372036854775807", "Invalid to specified. Times are whole seconds since 1970")]
    [InlineData("to=0", "Invalid to specified. Times are whole seconds since 1970")]
    [InlineData("minutes=5&from=1772366400", "Invalid window specified. It has minutes or a from, not both")]
    [InlineData("from=1772366400&to=1772366400", "Invalid window specified. It must end after it starts and have at most 1440 minutes")]
    [InlineData("from=1772366500&to=1772366400", "Invalid window specified. It must end after it starts and have at most 1440 minutes")]
    [InlineData("from=1772366400&to=1772452801", "Invalid window specified. It must end after it starts and have at most 1440 minutes")]
    public async Task Get_Rejects(string query, string message)
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.GetAsync($"{stage}/metrics?{query}")).ShouldBeBadRequest(message);
    }

    [Fact]
    public async Task Get_OfTheLongestWindow_IsFine()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.GetAsync($"{stage}/metrics?minutes=1440")).ShouldSucceed();
        (await App.GetAsync($"{stage}/metrics?from=1772366400&to=1772452800")).ShouldSucceed();
    }

    [Fact]
    public async Task WithoutTheStageOrTheApi_ThereIsNothing()
    {
        var (api, _, _) = await CreateStageAsync();
        (await App.GetAsync($"{api}/stages/nope/metrics")).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.GetAsync("/restapis/nope/stages/prod/metrics?minutes=x")).ShouldBeNotFound("Invalid API identifier specified 123456789012:nope");
    }

    [Fact]
    public async Task WithoutTheStore_ItIs503()
    {
        var (_, stage, _) = await CreateStageAsync();
        App.Store.AfterRead = static _ => throw new StoreUnavailableException("made to fail");
        (await App.GetAsync($"{stage}/metrics")).Status.ShouldBe(503);
    }

    private static double Number(System.Text.Json.Nodes.JsonNode node, string name) => (double)node[name]!;

    private async Task CountAsync(string api, int minute, bool isCanary, params (int Status, int Times)[] requests)
    {
        var counts = new RequestCounts();
        foreach (var (status, times) in requests)
        {
            for (var i = 0; i < times; i++)
            {
                counts.Add(status, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(10));
            }
        }

        counts.AddCache(2, 1);
        await App.Services.GetRequiredService<MetricsRepository>().AddAsync(
            api.Split('/')[^1], "prod", isCanary, new MinuteCounts(DateTimeOffset.FromUnixTimeSeconds(TestClock.Start + (minute * 60)), counts), default);
    }
}
