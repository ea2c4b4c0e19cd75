using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Gateway.Throttling;
using ControlPlane.Testing;

namespace ControlPlane.Gateway.Tests.Throttling;

public sealed class MethodThrottleTests
{
    private readonly VirtualClock _clock = new();
    private readonly Records _records = new();

    [Fact]
    public async Task The_burst_passes_and_then_the_rate()
    {
        await using var host = await StartAsync(("*/*", 2, 3));
        (await StatusesAsync(host, "/x", 5)).ShouldBe([200, 200, 200, 429, 429]);
        _clock.Advance(1);
        (await StatusesAsync(host, "/x", 3)).ShouldBe([200, 200, 429]);
    }

    [Fact]
    public async Task A_refusal_is_API_Gateways_and_counts_as_the_methods()
    {
        await using var host = await StartAsync(("*/*", 1, 1));
        (await StatusesAsync(host, "/x", 1)).ShouldBe([200]);
        using var response = await host.GetAsync("/x");
        ((int)response.StatusCode).ShouldBe(429);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Too Many Requests"}""");
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["TooManyRequestsException"]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var record = _records.All[^1];
        (record.Status, record.ErrorType, record.ResourcePath, record.Verb).ShouldBe((429, "TooManyRequestsException", "/x", "GET"));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public async Task A_limit_of_nothing_lets_nothing_through(double rate, int burst)
    {
        await using var host = await StartAsync(("*/*", rate, burst));
        (await StatusesAsync(host, "/x", 2)).ShouldBe([429, 429]);
    }

    [Fact]
    public async Task Each_method_has_a_bucket_of_its_own()
    {
        await using var host = await StartAsync(("*/*", 1, 2));
        (await StatusesAsync(host, "/x", 3)).ShouldBe([200, 200, 429]);
        (await StatusesAsync(host, "/y", 3)).ShouldBe([200, 200, 429]);
        (await StatusesAsync(host, "/x", 3, HttpMethod.Post)).ShouldBe([200, 200, 429]);
    }

    [Theory]
    [InlineData("~1x/GET")]
    [InlineData("x/GET")]
    public async Task A_methods_own_entry_wins(string key)
    {
        await using var host = await StartAsync(("*/*", 1, 1), (key, 1, 3));
        (await StatusesAsync(host, "/x", 4)).ShouldBe([200, 200, 200, 429]);
        (await StatusesAsync(host, "/y", 2)).ShouldBe([200, 429]);
    }

    [Fact]
    public async Task Requests_of_no_method_spend_nothing()
    {
        await using var host = await StartAsync(("*/*", 1, 1));
        (await StatusesAsync(host, "/nowhere", 3)).ShouldBe([403, 403, 403]);
        (await StatusesAsync(host, "/x", 2)).ShouldBe([200, 429]);
    }

    [Fact]
    public async Task The_canary_shares_the_buckets_of_the_base()
    {
        await using var host = await StartAsync(("*/*", 1, 3));
        var stage = StageOf(("*/*", 1, 3));
        (await StatusesAsync(host, "/x", 2)).ShouldBe([200, 200]);
        Put(host, stage with { CanarySettings = new CanarySettings { DeploymentId = "dep001", PercentTraffic = 100 } }, 2);
        (await StatusesAsync(host, "/x", 2)).ShouldBe([200, 429]);
        _records.All.Select(record => record.IsCanary).ShouldBe([false, false, true, true]);
    }

    [Fact]
    public async Task A_change_of_something_else_refills_nothing()
    {
        await using var host = await StartAsync(("*/*", 1, 2));
        (await StatusesAsync(host, "/x", 3)).ShouldBe([200, 200, 429]);
        Put(host, StageOf(("*/*", 1, 2)) with { Description = "changed" }, 2);
        (await StatusesAsync(host, "/x", 1)).ShouldBe([429]);
    }

    [Fact]
    public async Task A_changed_limit_counts_at_once()
    {
        await using var host = await StartAsync(("*/*", 0.01, 2));
        (await StatusesAsync(host, "/x", 3)).ShouldBe([200, 200, 429]);
        Put(host, StageOf(("*/*", 0.01, 3)), 2);
        (await StatusesAsync(host, "/x", 2)).ShouldBe([200, 429]);
        Put(host, StageOf(("*/*", 10, 3)), 3);
        (await StatusesAsync(host, "/x", 1)).ShouldBe([429], "what was used stays used");
        _clock.Advance(0.1);
        (await StatusesAsync(host, "/x", 2)).ShouldBe([200, 429]);
        Put(host, StageOf(), 4);
        (await StatusesAsync(host, "/x", 3)).ShouldBe([200, 200, 200]);
    }

    [Fact]
    public async Task The_account_has_one_bucket_above_all_stages()
    {
        await using var host = await StartAsync(new ThrottleLimits(1, 4), ("~1y/GET", 1, 1));
        host.Source.Put(StageOf() with { StageName = "test" });
        (await StatusesAsync(host, "/x", 2)).ShouldBe([200, 200]);
        using (var other = await host.Client.GetAsync($"/{Sample.ApiId}/test/x"))
        {
            ((int)other.StatusCode).ShouldBe(200);
        }

        (await StatusesAsync(host, "/y", 2)).ShouldBe([200, 429]);
        (await StatusesAsync(host, "/x", 1)).ShouldBe([429]);
        _clock.Advance(1);
        (await StatusesAsync(host, "/x", 2)).ShouldBe([200, 429]);
    }

    [Theory]
    [InlineData(10_000, 5_000, 20_000)]
    [InlineData(10_000, 4_999, 4_999)]
    [InlineData(9_999, 5_000, 5_000)]
    public void Limits_that_every_setting_has_by_default_are_none_of_the_method_s(double rate, int burst, int passed)
    {
        // An account that was given more than API Gateway's.
        var buckets = new ThrottleBuckets(new ThrottleLimits(1e9, 1_000_000), _clock, Random.Shared);
        var request = FakeExchange.Matched("GET", "/pets/1");
        var plan = request.Variant!.Deployment.Methods[0];
        var throttle = buckets.Bind(Sample.Stage(), plan, new MethodSetting { ThrottlingRateLimit = rate, ThrottlingBurstLimit = burst });
        Enumerable.Range(0, 20_000).Count(_ => throttle.Refuse(request) is null).ShouldBe(passed);
    }

    private static Stage StageOf(params (string Key, double Rate, int Burst)[] limits) => Sample.Stage() with
    {
        MethodSettings = limits.ToDictionary(limit => limit.Key, limit => new MethodSetting { ThrottlingRateLimit = limit.Rate, ThrottlingBurstLimit = limit.Burst }),
    };

    private static void Put(GatewayHost host, Stage stage, long revision)
    {
        host.Source.Put(stage, revision);
        host.Gateway.StageChanged(Sample.ApiId, "prod");
    }

    private static async Task<List<int>> StatusesAsync(GatewayHost host, string path, int count, HttpMethod? verb = null)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var response = await host.SendAsync(verb ?? HttpMethod.Get, path);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    private Task<GatewayHost> StartAsync(params (string Key, double Rate, int Burst)[] limits) => StartAsync(ThrottleLimits.Account, limits);

    private async Task<GatewayHost> StartAsync(ThrottleLimits account, params (string Key, double Rate, int Burst)[] limits)
    {
        var api = Sample.Api(Sample.Resource("/x", Sample.Method("GET"), Sample.Method("POST")), Sample.Resource("/y", Sample.Method("GET")));
        var host = await GatewayHost.StartAsync(api, new GatewayOptions { AccountThrottle = account }, new GatewayCollaborators { Time = _clock, Recorder = _records });
        host.Source.Put(StageOf(limits));
        return host;
    }

    private sealed class Records : IRequestRecorder
    {
        private readonly List<RequestRecord> _all = [];

        public IReadOnlyList<RequestRecord> All
        {
            get
            {
                lock (_all)
                {
                    return [.. _all];
                }
            }
        }

        public void Record(in RequestRecord record)
        {
            lock (_all)
            {
                _all.Add(record);
            }
        }
    }
}
