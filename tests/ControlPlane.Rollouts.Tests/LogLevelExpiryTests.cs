using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Items;

namespace ControlPlane.Rollouts.Tests;

public sealed class LogLevelExpiryTests : RolloutsTest
{
    [Fact]
    public async Task A_level_is_taken_off_when_its_time_is_over_and_not_before()
    {
        await CreateAsync("prod", 60);
        Clock.Advance(59);
        await Tick.RunAsync(default);
        (await LevelOfAsync("prod")).ShouldNotBeNull();

        Clock.Advance(1);
        await Tick.RunAsync(default);

        (await LevelOfAsync("prod")).ShouldBeNull();
        (await EntriesAsync()).ShouldBe(0);
        Heard.ShouldBe(["api1/prod"]);
        var history = (await Stages.HistoryAsync("api1", "prod", 10, null, default)).Items;
        history.Select(each => each.Type).ShouldBe([StageEventType.LogLevelExpired, StageEventType.StageCreated]);
        (history[0].Actor, history[0].Time, history[0].DeploymentId).ShouldBe(("controlplane", Clock.GetUtcNow(), "dep1"));
        history[0].Changes.ShouldBe(
            [new("/logLevel/level", "DEBUG", null), new("/logLevel/sampleRate", "0.5", null), new("/logLevel/expiresAt", $"{Clock.GetUtcNow().ToUnixTimeSeconds()}", null)],
            ignoreOrder: true);
        Log.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_level_that_was_prolonged_stays()
    {
        var stage = await CreateAsync("prod", 60);
        var longer = stage with { LogLevel = LogLevelOverride.Create("ERROR", 3600, null, Clock.GetUtcNow()) };
        await Stages.ReplaceAsync(new(stage, 1), StageHistory.Stamp(stage, longer, new ChangeOrigin("arn:me", "2", Clock.GetUtcNow())), default);

        Clock.Advance(130);
        await Tick.RunAsync(default);

        (await LevelOfAsync("prod"))!.Level.ShouldBe(StageLogLevel.Error);
        (await EntriesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_entry_whose_stage_is_not_written_yet_is_kept_for_a_minute()
    {
        await Due.AddAsync(new(Clock.GetUtcNow(), "LOGLEVEL", "api1", "prod"), default);
        await Tick.RunAsync(default);
        (await EntriesAsync()).ShouldBe(1);

        Clock.Advance(60);
        await Tick.RunAsync(default);
        (await EntriesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_tick_that_dies_after_the_change_leaves_nothing_for_the_next_to_do_wrong()
    {
        await CreateAsync("prod", 60);
        Clock.Advance(60);
        Store.BeforeDelete = _ => throw new StoreUnavailableException("the process is gone");
        await Tick.RunAsync(default);
        (await LevelOfAsync("prod")).ShouldBeNull();
        (await EntriesAsync()).ShouldBe(1);

        Store.BeforeDelete = _ => Task.CompletedTask;
        Clock.Advance(60);
        await Tick.RunAsync(default);

        (await EntriesAsync()).ShouldBe(0);
        (await Stages.HistoryAsync("api1", "prod", 10, null, default)).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_change_made_meanwhile_is_not_lost()
    {
        var stage = await CreateAsync("prod", 60);
        Clock.Advance(60);
        Store.BeforeWrite = async key =>
        {
            if (key.Sort == "STAGE#prod")
            {
                Store.BeforeWrite = _ => Task.CompletedTask;
                var other = StageHistory.Stamp(stage, stage with { Description = "new" }, new ChangeOrigin("arn:me", "2", Clock.GetUtcNow()));
                (await Stages.ReplaceAsync(new(stage, 1), other, default)).ShouldBe(2);
            }
        };
        await Tick.RunAsync(default);
        (await LevelOfAsync("prod")).ShouldNotBeNull();

        await Tick.RunAsync(default);

        var after = (await Stages.GetAsync("api1", "prod", default))!.Value;
        (after.LogLevel, after.Description, after.LastEvent.Sequence).ShouldBe((null, "new", 3));
    }

    [Fact]
    public async Task Two_ticks_at_once_write_one_event()
    {
        for (var i = 0; i < 20; i++)
        {
            await CreateAsync($"s{i}", 60);
        }

        Clock.Advance(60);
        await Task.WhenAll(Tick.RunAsync(default), Tick.RunAsync(default), Tick.RunAsync(default));

        for (var i = 0; i < 20; i++)
        {
            (await LevelOfAsync($"s{i}")).ShouldBeNull();
            (await Stages.HistoryAsync("api1", $"s{i}", 10, null, default)).Items.Count.ShouldBe(2);
        }

        Heard.Count.ShouldBe(20);
    }
}
