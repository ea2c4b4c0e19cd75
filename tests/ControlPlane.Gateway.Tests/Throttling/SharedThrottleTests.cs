using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Gateway.Throttling;
using ControlPlane.Storage.Access;
using ControlPlane.Testing;

namespace ControlPlane.Gateway.Tests.Throttling;

/// <summary>Gateways that share a store.</summary>
public sealed class SharedThrottleTests
{
    private readonly VirtualClock _clock = new();
    private readonly Leases _leases = new();

    [Fact]
    public async Task No_request_waits_for_the_store()
    {
        _leases.Gate = new TaskCompletionSource();
        await using var host = await StartAsync(10, 20);
        (await CountAsync(host, 5)).ShouldBe(2, "a part that suits ten routers");
        _leases.Gate.SetResult();
        await host.Gateway.SettleAsync();
        _leases.Adds.ShouldBe(1);
    }

    [Fact]
    public async Task A_gateway_alone_has_the_whole_limit_after_its_first_seconds()
    {
        await using var host = await StartAsync(10, 20);
        for (var i = 0; i < 12; i++)
        {
            await CountAsync(host, 1);
            await host.Gateway.SettleAsync();
            _clock.Advance(0.25);
        }

        _clock.Advance(0.5);
        (await CountAsync(host, 30)).ShouldBe(20);
        await host.Gateway.SettleAsync();
        _leases.Adds.ShouldBeLessThanOrEqualTo(5);
        _leases.Bucket.ShouldBe($"{Sample.ApiId}/prod/x/GET");
    }

    [Fact]
    public async Task A_store_that_is_down_leaves_an_even_part()
    {
        _leases.Fails = true;
        await using var host = await StartAsync(10, 20);
        for (var i = 0; i < 5; i++)
        {
            (await CountAsync(host, 5)).ShouldBe(i == 0 ? 2 : 1);
            await host.Gateway.SettleAsync();
            _clock.Advance(1);
        }
    }

    [Fact]
    public async Task Limits_that_are_the_accounts_cost_the_store_nothing()
    {
        await using var host = await StartAsync(ThrottleLimits.Account.Rate, ThrottleLimits.Account.Burst);
        (await CountAsync(host, 5)).ShouldBe(5);
        await host.Gateway.SettleAsync();
        _leases.Adds.ShouldBe(0);
    }

    private static async Task<int> CountAsync(GatewayHost host, int requests)
    {
        var passed = 0;
        for (var i = 0; i < requests; i++)
        {
            using var response = await host.GetAsync("/x");
            passed += (int)response.StatusCode == 200 ? 1 : 0;
        }

        return passed;
    }

    private async Task<GatewayHost> StartAsync(double rate, int burst)
    {
        var host = await GatewayHost.StartAsync(
            Sample.Api(Sample.Resource("/x", Sample.Method("GET"))), null, new GatewayCollaborators { Time = _clock, Leases = _leases });
        var setting = new MethodSetting { ThrottlingRateLimit = rate, ThrottlingBurstLimit = burst };
        host.Source.Put(Sample.Stage() with { MethodSettings = new Dictionary<string, MethodSetting> { ["*/*"] = setting } });
        return host;
    }

    private sealed class Leases : ILeaseSource
    {
        private readonly Lock _gate = new();
        private readonly SortedDictionary<long, ThrottleUse> _uses = [];

        public TaskCompletionSource? Gate { get; set; }

        public bool Fails { get; set; }

        public int Adds { get; private set; }

        public string? Bucket { get; private set; }

        public async ValueTask AddAsync(string bucket, ThrottleUse use, CancellationToken cancellationToken)
        {
            await CheckAsync();
            lock (_gate)
            {
                (Bucket, Adds) = (bucket, Adds + 1);
                var known = _uses.GetValueOrDefault(use.Second);
                _uses[use.Second] = new ThrottleUse(use.Second, known.Asked + use.Asked, known.Passed + use.Passed, known.Routers + use.Routers);
            }
        }

        public async ValueTask<IReadOnlyList<ThrottleUse>> ReadAsync(string bucket, long first, long last, CancellationToken cancellationToken)
        {
            await CheckAsync();
            lock (_gate)
            {
                return [.. _uses.Values.Where(use => use.Second >= first && use.Second <= last)];
            }
        }

        private async Task CheckAsync()
        {
            await (Gate?.Task ?? Task.CompletedTask);
            if (Fails)
            {
                throw new IOException("The store is down.");
            }
        }
    }
}
