using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Testing;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Snapshots;

public sealed class FreshnessTests : IDisposable
{
    private readonly Freshness _router = new();

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task Revisions_are_compared_at_most_once_a_second()
    {
        await _router.AskAsync();
        var began = _router.Clock.GetUtcNow();
        for (var i = 0; i < 1000; i++)
        {
            _router.Clock.Advance(0.01);
            _router.AskAtOnce();
            await _router.SettleAsync();
        }

        (_router.Clock.GetUtcNow() - began).ShouldBe(TimeSpan.FromSeconds(10));
        _router.Source.VersionReads.ShouldBeInRange(7, 10);
        _router.Source.Loads.ShouldBe(1);
    }

    [Fact]
    public async Task The_request_that_starts_a_comparison_does_not_wait_for_it()
    {
        await _router.AskAsync();
        _router.Change();
        _router.Clock.Advance(1.5);
        var gate = new TaskCompletionSource();
        _router.Source.BeforeRead = _ => gate.Task;

        _router.AskAtOnce().ShouldBe(1);
        await Freshness.UntilAsync(() => _router.Source.UnderWay == 1);
        gate.SetResult();
        await _router.SettleAsync();

        _router.AskAtOnce().ShouldBe(2);
    }

    [Fact]
    public async Task A_router_that_was_asleep_serves_the_change_to_its_first_request()
    {
        await _router.AskAsync();
        _router.Change();
        _router.Clock.Advance(300);

        (await _router.AskAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task All_requests_that_come_to_a_router_that_was_asleep_share_one_read_and_see_the_change()
    {
        await _router.AskAsync();
        _router.Change();
        _router.Clock.Advance(300);
        var gate = new TaskCompletionSource();
        _router.Source.BeforeRead = _ => gate.Task;
        var requests = Enumerable.Range(0, 50).Select(_ => _router.AskAsync()).ToArray();
        await Freshness.UntilAsync(() => _router.Source.UnderWay == 1);
        gate.SetResult();

        (await Task.WhenAll(requests)).ShouldAllBe(revision => revision == 2);
        (_router.Source.VersionReads, _router.Source.Loads).ShouldBe((1, 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_was_stored_two_seconds_ago_is_served_however_requests_come(int seed)
    {
        var random = new Random(seed);
        await _router.AskAsync();
        var stored = new List<(DateTimeOffset At, long Revision)> { (_router.Clock.GetUtcNow(), 1) };
        for (var i = 0; i < 1000; i++)
        {
            _router.Clock.Advance(random.Next(10) == 0 ? random.NextDouble() * 30 : random.NextDouble());
            if (random.Next(4) == 0)
            {
                _router.Change();
                stored.Add((_router.Clock.GetUtcNow(), stored.Count + 1));
                continue;
            }

            var due = stored.Last(change => change.At <= _router.Clock.GetUtcNow().AddSeconds(-2) || change.Revision == 1).Revision;
            (await _router.AskAsync()).ShouldBeGreaterThanOrEqualTo(due);
            await _router.SettleAsync();
        }
    }

    [Fact]
    public async Task A_store_that_hangs_holds_up_a_request_for_half_a_second_and_no_further_one()
    {
        await _router.AskAsync();
        _router.Clock.Advance(300);
        _router.Hang();
        var waits = _router.AskAsync();
        await Freshness.UntilAsync(() => _router.Source.UnderWay == 1 && _router.Clock.Timers == 2);
        _router.Clock.Advance(0.4);
        waits.IsCompleted.ShouldBeFalse();
        _router.Clock.Advance(0.1);
        (await waits).ShouldBe(1);

        for (var i = 0; i < 80; i++)
        {
            _router.AskAtOnce().ShouldBe(1);
            _router.Clock.Advance(0.1);
        }

        _router.Heal();
        _router.Change();
        await EndAsync();
        _router.Clock.Advance(1.3);
        _router.AskAtOnce();
        await _router.SettleAsync();
        _router.AskAtOnce().ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_hangs_does_not_pile_up_reads(bool deaf)
    {
        await _router.AskAsync();
        _router.Hang(deaf);
        for (var i = 0; i < 50; i++)
        {
            _router.Clock.Advance(1.3);
            _router.AskAtOnce().ShouldBe(1);
            _router.AskAtOnce().ShouldBe(1);
            await Freshness.UntilAsync(() => _router.Entry.Checking!.IsCompleted || (_router.Clock.Timers == 1 && _router.Source.UnderWay > 0));
            _router.Clock.Advance(2);
            await _router.SettleAsync();
        }

        await Freshness.UntilAsync(() => _router.Source.UnderWay == (deaf ? TimedStageSource.MaxAbandoned : 0));
        _router.Source.VersionReads.ShouldBe(deaf ? TimedStageSource.MaxAbandoned : 50);
    }

    [Fact]
    public async Task A_store_that_is_down_leaves_the_snapshot_serving_and_is_logged_once_a_minute()
    {
        await _router.AskAsync();
        _router.Source.Fails = true;
        for (var i = 0; i < 100; i++)
        {
            _router.Clock.Advance(1.5);
            _router.AskAtOnce().ShouldBe(1);
            await _router.SettleAsync();
        }

        _router.Log.Problems.Count().ShouldBe(3);
        _router.Log.Problems.First().ShouldMatch(@"^Stage abcdefghij/prod could not be read; revision 1, known to be current 1\.5 s ago, keeps serving\.$");
        _router.Log.Problems.Last().ShouldMatch(@"known to be current 1[23]\d(\.5)? s ago");
        _router.Source.Fails = false;
        for (var i = 0; i < 5; i++)
        {
            _router.Clock.Advance(1);
            await _router.AskAsync();
            await _router.SettleAsync();
        }

        _router.Log.Lines.Count(line => line.Level == LogLevel.Information).ShouldBe(1);
        _router.Log.Lines.Last().Text.ShouldBe("Stage abcdefghij/prod can be read again.");
    }

    [Fact]
    public async Task A_store_that_throttles_every_other_read_is_no_news_each_time()
    {
        await _router.AskAsync();
        for (var i = 0; i < 40; i++)
        {
            _router.Source.Fails = i % 2 == 0;
            _router.Clock.Advance(1.3);
            await _router.AskAsync();
            await _router.SettleAsync();
        }

        _router.Log.Lines.Count.ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task A_router_that_starts_while_the_store_is_down_refuses_at_once_and_recovers_by_itself()
    {
        _router.Source.Fails = true;
        for (var i = 0; i < 20; i++)
        {
            (await Should.ThrowAsync<GatewayFailure>(_router.AskAsync)).Error.Status.ShouldBe(503);
        }

        _router.Source.Loads.ShouldBe(1);
        _router.Clock.Advance(1);
        await Should.ThrowAsync<GatewayFailure>(_router.AskAsync);
        _router.Source.Loads.ShouldBe(2);
        _router.Log.Problems.ShouldHaveSingleItem().ShouldBe("Stage abcdefghij/prod could not be read and was not before; its requests are answered with 503.");

        _router.Source.Fails = false;
        _router.Clock.Advance(1);
        (await _router.AskAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_router_that_starts_while_the_store_hangs_refuses_after_two_seconds()
    {
        _router.Hang();
        var waits = _router.AskAsync();
        await Freshness.UntilAsync(() => _router.Source.UnderWay == 1);
        _router.Clock.Advance(1.9);
        waits.IsCompleted.ShouldBeFalse();
        _router.Clock.Advance(0.1);

        (await Should.ThrowAsync<GatewayFailure>(() => waits)).Error.Status.ShouldBe(503);
    }

    [Fact]
    public async Task Routers_that_begin_together_do_not_ask_together()
    {
        var clock = new VirtualClock();
        var routers = Enumerable.Range(0, 50).Select(_ => new Freshness(clock: clock)).ToArray();
        foreach (var router in routers)
        {
            await router.AskAsync();
        }

        var checks = routers.Select(router => TimeSpan.FromTicks(router.Entry.NextCheck - clock.GetTimestamp()).TotalSeconds).ToArray();
        checks.ShouldAllBe(seconds => seconds >= 1 && seconds <= 1.25);
        checks.Select(seconds => (int)(seconds * 100)).Distinct().Count().ShouldBeGreaterThan(10);
        Array.ForEach(routers, router => router.Dispose());
    }

    private async Task EndAsync()
    {
        _router.Clock.Advance(2);
        await _router.SettleAsync();
    }
}
