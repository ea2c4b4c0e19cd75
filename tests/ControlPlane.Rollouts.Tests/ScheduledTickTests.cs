using System.Collections.Concurrent;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Rollouts.Tests;

public sealed class ScheduledTickTests : RolloutsTest
{
    private readonly TestDuty _duty = new();

    [Fact]
    public async Task Work_that_fails_is_logged_hinders_no_other_and_comes_again()
    {
        await AddAsync("bad", "good");
        await CreateAsync("prod", 1);
        _duty.Run = (work, _) => work.StageName == "bad" ? throw new InvalidOperationException("no") : new(DutyResult.Done);
        Clock.Advance(1);

        await Tick.RunAsync(default);

        (await LevelOfAsync("prod")).ShouldBeNull();
        (await EntriesAsync()).ShouldBe(1);
        Log.Entries.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            entry => entry.Level.ShouldBe(LogLevel.Error),
            entry => entry.Text.ShouldStartWith("TEST of stage api1/bad, due "));
        _duty.Run = (_, _) => new(DutyResult.Done);
        await Tick.RunAsync(default);
        (await EntriesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Everything_due_is_done_page_after_page_and_nothing_else()
    {
        await AddAsync([.. Enumerable.Range(0, 250).Select(i => $"s{i}")]);
        await Due.AddAsync(new(Clock.GetUtcNow().AddSeconds(1), "TEST", "api1", "tomorrow"), default);
        await Due.AddAsync(new(Clock.GetUtcNow(), "OF_A_NEWER_VERSION", "api1", "prod"), default);
        await Store.PutAsync(new("DUE", "00000000000001#TEST#api1#prod#more"), "{}"u8.ToArray(), PutCondition.None);

        await Tick.RunAsync(default);

        _duty.Done.Distinct().Count().ShouldBe(250);
        _duty.Done.ShouldNotContain("tomorrow");
        (await EntriesAsync()).ShouldBe(3);
        Log.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_for_later_stays()
    {
        await AddAsync("a");
        _duty.Run = (_, _) => new(DutyResult.Later);

        await Tick.RunAsync(default);

        (await EntriesAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Work_that_hangs_is_given_up_after_ten_seconds()
    {
        await AddAsync("hangs");
        var began = new TaskCompletionSource();
        _duty.Run = async (_, cancellationToken) =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return DutyResult.Done;
        };
        var tick = Tick.RunAsync(default);
        await began.Task;

        Clock.Advance(9.9);
        tick.IsCompleted.ShouldBeFalse();
        Clock.Advance(0.1);
        await tick;

        Log.Entries.Single().Text.ShouldStartWith("TEST of stage api1/hangs");
        (await EntriesAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_tick_ends_after_45_seconds_whatever_is_left()
    {
        await AddAsync([.. Enumerable.Range(0, 40).Select(i => $"s{i}")]);
        var waiting = 0;
        _duty.Run = async (_, cancellationToken) =>
        {
            Interlocked.Increment(ref waiting);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return DutyResult.Done;
        };
        var tick = Tick.RunAsync(default);
        for (var round = 1; round <= 5; round++)
        {
            while (Volatile.Read(ref waiting) < round * 4)
            {
                await Task.Delay(1);
            }

            Clock.Advance(round == 5 ? 5 : 10);
        }

        await tick;
        Log.Entries.Last().Text.ShouldBe("Not everything that is due was done within 45 s; the next tick goes on.");
        (await EntriesAsync()).ShouldBe(40);
    }

    [Fact]
    public async Task A_caller_who_cancels_hears_of_it()
    {
        await AddAsync("a");
        using var cancelled = new CancellationTokenSource();
        _duty.Run = async (_, cancellationToken) =>
        {
            await cancelled.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return DutyResult.Done;
        };

        await Should.ThrowAsync<OperationCanceledException>(() => Tick.RunAsync(cancelled.Token));

        (await EntriesAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_is_down_is_the_callers_to_hear_of()
    {
        Store.Down = true;
        await Should.ThrowAsync<StoreUnavailableException>(() => Tick.RunAsync(default));
    }

    private protected override void Register(IServiceCollection services) => services.AddSingleton<IScheduledDuty>(_duty);

    private async Task AddAsync(params string[] stages)
    {
        foreach (var stage in stages)
        {
            await Due.AddAsync(new(Clock.GetUtcNow(), "TEST", "api1", stage), default);
        }
    }

    private sealed class TestDuty : IScheduledDuty
    {
        public string Name => "TEST";

        public ConcurrentQueue<string> Done { get; } = new();

        public Func<DueWork, CancellationToken, ValueTask<DutyResult>> Run { get; set; } = (_, _) => new(DutyResult.Done);

        public async ValueTask<DutyResult> RunAsync(DueWork work, CancellationToken cancellationToken)
        {
            var result = await Run(work, cancellationToken);
            Done.Enqueue(work.StageName);
            return result;
        }
    }
}
