using ControlPlane.Domain;
using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Stages;
using ControlPlane.Rollouts.Control;
using ControlPlane.Rollouts.Running;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Metrics;
using ControlPlane.Storage.Rollouts;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.Rollouts.Tests;

/// <summary>The runner over a real store: whatever fails or comes twice, the stage serves what was decided and nothing else.</summary>
public sealed class RolloutRunnerTests : RolloutsTest
{
    private static readonly StagePlace Place = new("api1", "prod");

    private RolloutCommands Commands => Services.GetRequiredService<RolloutCommands>();

    private RolloutRepository Rollouts => Services.GetRequiredService<RolloutRepository>();

    [Fact]
    public async Task A_healthy_canary_goes_step_by_step_and_is_promoted()
    {
        var id = await StartAsync(Plan(5, 20));
        (await PercentAsync()).ShouldBe(5);
        for (var i = 0; i < 120 && (await StageAsync()).RolloutId is not null; i++)
        {
            await CountAsync(canary: 500, canaryErrors: 0, old: 500, oldErrors: 0);
            await SecondAsync();
        }

        var stage = await StageAsync();
        (stage.DeploymentId, stage.CanarySettings, stage.RolloutId).ShouldBe(("dep2", null, null));
        (await RolloutAsync(id)).State.ShouldBe(RolloutState.Promoted);
        (await EntriesAsync()).ShouldBe(0);
        Heard.Count.ShouldBe(4, "start, two steps, promotion: ticks that gather evidence leave the stage alone");
    }

    [Fact]
    public async Task A_failing_canary_is_taken_back()
    {
        var id = await StartAsync(Plan(600));
        await FailAsync();

        var stage = await StageAsync();
        (stage.DeploymentId, stage.CanarySettings, stage.RolloutId).ShouldBe(("dep1", null, null));
        var over = await RolloutAsync(id);
        (over.State, over.Reason!.Code).ShouldBe((RolloutState.RolledBack, RolloutReasonCode.ErrorRateWorse));
        stage.LastEvent.Rollout!.RolloutId.ShouldBe(id);
    }

    [Fact]
    public async Task A_store_that_is_down_leaves_the_canary_where_it_is_and_a_late_tick_catches_up()
    {
        var id = await StartAsync(Plan(600));
        Store.Down = true;
        Clock.Advance(3600);
        await Should.ThrowAsync<StoreUnavailableException>(() => Tick.RunAsync(default));
        Store.Down = false;
        (await PercentAsync()).ShouldBe(10);
        await SecondAsync();
        (await RolloutAsync(id)).StepSeconds.ShouldBeLessThan(600, "an hour that nobody watched is no evidence");
        await FailAsync();
        (await RolloutAsync(id)).State.ShouldBe(RolloutState.RolledBack);
    }

    /// <summary>Ends a run at each of its writes in turn: before it, as a crash does that nothing reached the store of.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ending_at_any_write_leaves_nothing_half_done(bool fails)
    {
        for (var n = 1; ; n++)
        {
            var place = new StagePlace("api1", $"s{n}");
            var id = await StartAsync(Plan(1), place.StageName);
            var writes = 0;
            var crashed = false;
            Store.BeforeWrite = key =>
            {
                if (key.Partition == "API#api1" && ++writes == n)
                {
                    crashed = true;
                    throw new StoreUnavailableException("the process is gone");
                }

                return Task.CompletedTask;
            };
            for (var i = 0; i < 90 && (await StageAsync(place.StageName)).RolloutId is not null; i++)
            {
                await CountAsync(500, fails ? 250 : 0, 500, 0, place.StageName);
                await SecondAsync();
                var between = await StageAsync(place.StageName);
                (between.CanarySettings?.PercentTraffic ?? 10, between.DeploymentId).ShouldBeOneOf(
                    (10, "dep1"), (0, "dep1"), (10, fails ? "dep1" : "dep2"));
            }

            Store.BeforeWrite = _ => Task.CompletedTask;
            await SecondAsync();
            var stage = await StageAsync(place.StageName);
            (stage.DeploymentId, stage.CanarySettings, stage.RolloutId).ShouldBe((fails ? "dep1" : "dep2", null, null), $"write {n}");
            (await RolloutAsync(id, place.StageName)).State.ShouldBe(fails ? RolloutState.RolledBack : RolloutState.Promoted, $"write {n}");
            (await Stages.HistoryAsync("api1", place.StageName, 50, null, default)).Items
                .Count(entry => entry.Type is StageEventType.Promotion or StageEventType.Rollback).ShouldBe(1, $"write {n}");
            if (!crashed)
            {
                n.ShouldBeGreaterThan(2);
                return;
            }
        }
    }

    [Fact]
    public async Task Two_controllers_at_once_do_each_thing_once()
    {
        var id = await StartAsync(Plan(1));
        await using var other = Another();
        var ticks = new[] { Tick, other.GetRequiredService<ScheduledTick>() };
        for (var i = 0; i < 90 && (await StageAsync()).RolloutId is not null; i++)
        {
            await CountAsync(500, 0, 500, 0);
            Clock.Advance(1);
            await Task.WhenAll(ticks.Select(tick => Task.Run(() => tick.RunAsync(default))));
        }

        await SecondAsync();
        (await RolloutAsync(id)).State.ShouldBe(RolloutState.Promoted);
        var history = (await Stages.HistoryAsync("api1", "prod", 50, null, default)).Items.Select(entry => entry.Type);
        history.ShouldBe([StageEventType.Promotion, StageEventType.RolloutStep, StageEventType.RolloutStarted, StageEventType.StageCreated]);
    }

    [Fact]
    public async Task A_tick_that_comes_twice_or_a_clock_that_leaps_changes_nothing()
    {
        var id = await StartAsync(Plan(60));
        await CountAsync(100, 0, 100, 0);
        await SecondAsync();
        var once = await RolloutAsync(id);
        await Tick.RunAsync(default);
        await Tick.RunAsync(default);
        var twice = await RolloutAsync(id);
        (twice.StepSeconds, twice.Analysis!.StepCanary.Requests).ShouldBe((once.StepSeconds, once.Analysis!.StepCanary.Requests));

        Clock.Advance(-3600);
        await Tick.RunAsync(default);
        (await PercentAsync()).ShouldBe(10);
        (await RolloutAsync(id)).IsOver().ShouldBeFalse();
    }

    [Fact]
    public async Task A_stage_that_is_gone_takes_its_rollouts_with_it()
    {
        await StartAsync(Plan(60));
        var stage = (await Stages.GetAsync("api1", "prod", default))!;
        await Stages.DeleteAsync(stage, StageHistory.Deletion(stage.Value, Origin()), default);

        await SecondAsync();

        (await Rollouts.ListAsync("api1", "prod", 10, null, default)).Items.ShouldBeEmpty();
        (await EntriesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_rollout_whose_stage_never_came_to_name_it_is_closed_after_a_minute()
    {
        var stage = await StageOfAsync("prod");
        var rollout = RolloutActions.Start("r1", new RolloutTarget { DeploymentId = "dep2" }, Plan(60), "arn:me", Clock.GetUtcNow());
        await Rollouts.CreateAsync("api1", "prod", rollout, default);
        await Due.AddAsync(new(Clock.GetUtcNow(), "ROLLOUT", "api1", "prod"), default);
        await Tick.RunAsync(default);
        (await RolloutAsync("r1")).IsOver().ShouldBeFalse();

        Clock.Advance(61);
        await Tick.RunAsync(default);

        (await RolloutAsync("r1")).State.ShouldBe(RolloutState.Aborted);
        (await StageAsync()).LastEvent.Sequence.ShouldBe(stage.Value.LastEvent.Sequence);
        (await EntriesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_deployment_that_waited_is_carried_out_after_the_end()
    {
        await StartAsync(Plan(600));
        var stage = (await Stages.GetAsync("api1", "prod", default))!;
        var queued = new StageDeployment { DeploymentId = "dep3", Actor = "arn:ci", RequestId = "r" };
        await Stages.ReplaceAsync(stage, StageHistory.Stamp(stage.Value, stage.Value with { QueuedDeployment = queued }, Origin()), default);
        await Commands.ActAsync(Place, RolloutActions.Abort, Origin());
        await SecondAsync();

        var after = await StageAsync();
        (after.DeploymentId, after.CanarySettings, after.QueuedDeployment, after.LastEvent.Actor).ShouldBe(("dep3", null, null, "arn:ci"));
        (await EntriesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Of_many_rollouts_the_newest_are_kept()
    {
        for (var i = 0; i < RolloutRepository.MaxKept + 3; i++)
        {
            Clock.Advance(1);
            await StageOfAsync("prod", afresh: true);
            await StartAsync(Plan(60), create: false);
            await Commands.ActAsync(Place, RolloutActions.Abort, Origin());
        }

        (await Rollouts.ListAsync("api1", "prod", 100, null, default)).Items.Count.ShouldBe(RolloutRepository.MaxKept);
    }

    [Fact]
    public async Task A_loop_goes_on_while_a_rollout_runs_and_ends_in_time()
    {
        await StartAsync(Plan(600));
        var loop = Services.GetRequiredService<TickLoop>().RunAsync(TimeSpan.FromSeconds(20), default);
        var rounds = 0;
        while (!loop.IsCompleted)
        {
            if (Clock.Timers > 0)
            {
                rounds++;
                Clock.Advance(3);
            }

            await Task.Delay(5);
        }

        await loop;
        rounds.ShouldBeInRange(5, 8);
    }

    private static RolloutPlan Plan(params int[] seconds) => new()
    {
        Steps = seconds.Length == 1
            ? [new() { PercentTraffic = 10, DurationSeconds = seconds[0] }]
            : [.. seconds.Select((duration, i) => new RolloutStep { PercentTraffic = 5 * (i + 1), DurationSeconds = duration })],
        Analysis = new() { MinimumRequests = 10, MaxErrorRateIncrease = 0.2, CompareLatency = false, EvidenceTimeoutSeconds = 60 },
    };

    private ChangeOrigin Origin() => new("arn:me", "request", Clock.GetUtcNow());

    private async Task<string> StartAsync(RolloutPlan plan, string stageName = "prod", bool create = true)
    {
        var stage = create ? await StageOfAsync(stageName) : (await Stages.GetAsync("api1", stageName, default))!;
        var origin = Origin();
        var rollout = RolloutActions.Start(RolloutRepository.NewId(origin.Now, IdSource.Random), new RolloutTarget { DeploymentId = "dep2" }, plan, "arn:me", origin.Now);
        await Commands.StartAsync(stage, StageRollouts.Begin(stage.Value, rollout), rollout, origin);
        return rollout.Id;
    }

    private async Task<Versioned<Stage>> StageOfAsync(string name, bool afresh = false)
    {
        var canary = new CanarySettings { DeploymentId = "dep2" };
        if (afresh && await Stages.GetAsync("api1", name, default) is { } there)
        {
            await Stages.ReplaceAsync(there, StageHistory.Stamp(there.Value, there.Value with { CanarySettings = canary }, Origin()), default);
        }
        else
        {
            var stage = new Stage
            {
                RestApiId = "api1",
                StageName = name,
                DeploymentId = "dep1",
                CanarySettings = canary,
                CreatedDate = Clock.GetUtcNow(),
                LastUpdatedDate = Clock.GetUtcNow(),
                LastEvent = null!,
            };
            await Stages.CreateAsync(StageHistory.Stamp(null, stage, Origin()), default);
        }

        return (await Stages.GetAsync("api1", name, default))!;
    }

    private async Task<Stage> StageAsync(string name = "prod") => (await Stages.GetAsync("api1", name, default))!.Value;

    private async Task<double?> PercentAsync() => (await StageAsync()).CanarySettings?.PercentTraffic;

    private async Task<Rollout> RolloutAsync(string id, string stage = "prod") => (await Rollouts.GetAsync("api1", stage, id, default))!.Value;

    private async Task SecondAsync()
    {
        Clock.Advance(1);
        await Tick.RunAsync(default);
    }

    private async Task FailAsync()
    {
        for (var i = 0; i < 20 && (await StageAsync()).RolloutId is not null; i++)
        {
            await CountAsync(50, 25, 50, 0);
            await SecondAsync();
        }
    }

    private async Task CountAsync(int canary, int canaryErrors, int old, int oldErrors, string stage = "prod")
    {
        var metrics = Services.GetRequiredService<MetricsRepository>();
        foreach (var (isCanary, requests, errors) in new[] { (true, canary, canaryErrors), (false, old, oldErrors) })
        {
            var counts = new RequestCounts();
            for (var i = 0; i < requests; i++)
            {
                counts.Add(i < errors ? 500 : 200, TimeSpan.FromMilliseconds(10), TimeSpan.Zero);
            }

            var now = Clock.GetUtcNow();
            await metrics.AddAsync("api1", stage, isCanary, new(new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero), counts), default);
        }
    }
}
