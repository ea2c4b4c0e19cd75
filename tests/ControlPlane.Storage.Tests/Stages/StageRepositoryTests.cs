using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Stages;

namespace ControlPlane.Storage.Tests.Stages;

public class StageRepositoryTests : StoreTest
{
    private StageRepository Stages => new(Store);

    [Fact]
    public async Task Create_ThenGet_HasEveryMember()
    {
        foreach (var flag in new[] { true, false })
        {
            var stage = Populated.Make<Stage>(flag) with { RestApiId = "a", StageName = $"prod-{flag}" };
            (await Stages.CreateAsync(stage, default)).ShouldBe(1);
            Populated.Dump((await Stages.GetAsync("a", stage.StageName, default))!.Value).ShouldBe(Populated.Dump(stage));
        }

        (await Stages.ListAsync("a", default)).Select(stage => stage.Value.StageName).ShouldBe(["prod-False", "prod-True"]);
    }

    [Fact]
    public async Task Create_TakenName_IsNull()
    {
        await CreateAsync("prod");
        (await Stages.CreateAsync(Stage("prod", 9), default)).ShouldBeNull();
        (await Stages.GetAsync("a", "prod", default))!.Value.LastEvent.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task Replace_LostRace_ChangesNothing()
    {
        await CreateAsync("prod");
        var read = (await Stages.GetAsync("a", "prod", default))!;
        (await Stages.ReplaceAsync(read, Stage("prod", 2) with { Description = "winner" }, default)).ShouldBe(2);
        (await Stages.ReplaceAsync(read, Stage("prod", 2) with { Description = "loser" }, default)).ShouldBeNull();
        (await Stages.GetAsync("a", "prod", default))!.Value.Description.ShouldBe("winner");
        (await SequencesAsync("prod", 10)).ShouldBe([[2, 1]]);
    }

    [Fact]
    public async Task History_Pages_NewestFirstFromTheEventOnTheStage()
    {
        await CreateAsync("prod");
        await CreateAsync("production");
        for (var i = 2; i <= 7; i++)
        {
            await ChangeAsync("prod", i);
        }

        (await SequencesAsync("prod", 10)).ShouldBe([[7, 6, 5, 4, 3, 2, 1]]);
        (await SequencesAsync("prod", 7)).ShouldBe([[7, 6, 5, 4, 3, 2, 1]]);
        (await SequencesAsync("prod", 3)).ShouldBe([[7, 6, 5], [4, 3, 2], [1]]);
        (await SequencesAsync("prod", 1)).ShouldBe([[7], [6], [5], [4], [3], [2], [1]]);
        (await SequencesAsync("production", 1)).ShouldBe([[1]]);
        (await SequencesAsync("unknown", 5)).ShouldBe([[]]);
    }

    [Fact]
    public async Task History_Events_HaveEveryMember()
    {
        await CreateAsync("prod");
        var full = Populated.Make<StageEvent>() with { Sequence = 2 };
        await Stages.ReplaceAsync((await Stages.GetAsync("a", "prod", default))!, Stage("prod", 2) with { LastEvent = full }, default);
        await ChangeAsync("prod", 3);
        var events = (await Stages.HistoryAsync("a", "prod", 10, null, default)).Items;
        Populated.Dump(events.Single(each => each.Sequence == 2)).ShouldBe(Populated.Dump(full));
    }

    [Fact]
    public async Task History_BetweenPages_NewEventsDoNotShiftThem()
    {
        await CreateAsync("prod");
        await ChangeAsync("prod", 2);
        await ChangeAsync("prod", 3);
        var first = await Stages.HistoryAsync("a", "prod", 2, null, default);
        await ChangeAsync("prod", 4);
        var second = await Stages.HistoryAsync("a", "prod", 2, first.Position, default);
        first.Items.Concat(second.Items).Select(each => each.Sequence).ShouldBe([3, 2, 1]);
    }

    [Fact]
    public async Task History_OfOneMillisecond_IsInSequence()
    {
        var time = Clock.Now;
        await Stages.CreateAsync(Stage("prod", 1, time), default);
        for (var i = 2; i <= 12; i++)
        {
            await Stages.ReplaceAsync((await Stages.GetAsync("a", "prod", default))!, Stage("prod", i, time), default);
        }

        (await SequencesAsync("prod", 5)).ShouldBe([[12, 11, 10, 9, 8], [7, 6, 5, 4, 3], [2, 1]]);
    }

    [Fact]
    public async Task History_UnknownPosition_IsRefused() =>
        (await Should.ThrowAsync<ApiException>(async () => await Stages.HistoryAsync("a", "prod", 2, "%", default))).Message.ShouldBe("Invalid position parameter specified");

    [Fact]
    public async Task Delete_HistoryStaysAndTellsOfIt()
    {
        await CreateAsync("prod");
        var stage = (await Stages.GetAsync("a", "prod", default))!;
        (await Stages.DeleteAsync(stage, Event(2) with { Type = StageEventType.StageDeleted }, default)).ShouldBeTrue();
        (await Stages.GetAsync("a", "prod", default)).ShouldBeNull();
        (await Stages.HistoryAsync("a", "prod", 10, null, default)).Items.Select(each => each.Type).ShouldBe([StageEventType.StageDeleted, StageEventType.StageCreated]);
    }

    [Fact]
    public async Task Delete_LostRace_DeletesNothing()
    {
        await CreateAsync("prod");
        var stage = (await Stages.GetAsync("a", "prod", default))!;
        await ChangeAsync("prod", 2);
        (await Stages.DeleteAsync(stage, Event(2), default)).ShouldBeFalse();
        (await SequencesAsync("prod", 10)).ShouldBe([[2, 1]]);
    }

    [Fact]
    public async Task CreateAgain_AfterDelete_GoesOnInTheSameHistory()
    {
        await CreateAsync("prod");
        await Stages.DeleteAsync((await Stages.GetAsync("a", "prod", default))!, Event(2) with { Type = StageEventType.StageDeleted }, default);
        await Stages.CreateAsync(Stage("prod", 1, Clock.Now.AddMinutes(5)), default);
        (await SequencesAsync("prod", 10)).ShouldBe([[1, 2, 1]]);
    }

    private async Task CreateAsync(string name) => await Stages.CreateAsync(Stage(name, 1), default);

    private async Task ChangeAsync(string name, int sequence) =>
        (await Stages.ReplaceAsync((await Stages.GetAsync("a", name, default))!, Stage(name, sequence), default)).ShouldNotBeNull();

    private async Task<List<long[]>> SequencesAsync(string name, int limit)
    {
        var pages = new List<long[]>();
        string? position = null;
        do
        {
            var page = await Stages.HistoryAsync("a", name, limit, position, default);
            pages.Add([.. page.Items.Select(each => each.Sequence)]);
            position = page.Position;
        }
        while (position is not null);
        return pages;
    }

    private Stage Stage(string name, int sequence, DateTimeOffset? time = null) =>
        Populated.Make<Stage>() with { RestApiId = "a", StageName = name, LastEvent = Event(sequence) with { Time = time ?? Clock.Now.AddSeconds(sequence) } };

    private StageEvent Event(int sequence) => Populated.Make<StageEvent>(flag: false) with { Sequence = sequence, Time = Clock.Now.AddSeconds(sequence) };
}
