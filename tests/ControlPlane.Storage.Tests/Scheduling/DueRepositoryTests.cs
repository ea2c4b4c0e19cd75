using ControlPlane.Storage.Scheduling;

namespace ControlPlane.Storage.Tests.Scheduling;

public sealed class DueRepositoryTests : StoreTest
{
    private DueRepository Due => new(Store);

    [Fact]
    public async Task List_GivesWhatIsDue_OldestFirst_PageByPage()
    {
        var works = new[] { Work(-1_000_000, "c"), Work(-2, "b"), Work(0, "a"), Work(0, "z-_9") };
        foreach (var work in works.Reverse().Append(Work(0.001, "later")))
        {
            await Due.AddAsync(work, default);
        }

        var first = await Due.ListAsync(Clock.Now, 3, null, default);
        var second = await Due.ListAsync(Clock.Now, 3, first.Position, default);

        first.Items.Concat(second.Items).ShouldBe(works);
        second.Position.ShouldBeNull();
    }

    [Fact]
    public async Task Work_AddedTwice_IsThereOnce_AndRemovedTwice_IsGone()
    {
        await Due.AddAsync(Work(0, "a"), default);
        await Due.AddAsync(Work(0, "a"), default);
        (await Due.ListAsync(Clock.Now, 10, null, default)).Items.ShouldHaveSingleItem();

        await Due.RemoveAsync(Work(0, "a"), default);
        await Due.RemoveAsync(Work(0, "a"), default);

        (await Due.ListAsync(Clock.Now, 10, null, default)).Items.ShouldBeEmpty();
    }

    private DueWork Work(double seconds, string stage) => new(Clock.Now.AddSeconds(seconds), DueWork.LogLevel, "api1", stage);
}
