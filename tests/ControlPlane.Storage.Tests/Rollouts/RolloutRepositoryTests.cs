using ControlPlane.Domain;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Storage.Rollouts;

namespace ControlPlane.Storage.Tests.Rollouts;

public sealed class RolloutRepositoryTests : StoreTest
{
    private RolloutRepository Rollouts => new(Store);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_GivesEveryMemberThatWasStored(bool flag)
    {
        var rollout = Populated.Make<Rollout>(flag);
        (await Rollouts.CreateAsync("api1", "prod", rollout, default)).ShouldBe(1);

        var stored = (await Rollouts.GetAsync("api1", "prod", rollout.Id, default))!;

        Populated.Dump(stored.Value).ShouldBe(Populated.Dump(rollout));
        (await Rollouts.CreateAsync("api1", "prod", rollout, default)).ShouldBeNull("there is one");
        (await Rollouts.ReplaceAsync("api1", "prod", rollout with { Step = 7 }, 1, default)).ShouldBe(2);
        (await Rollouts.ReplaceAsync("api1", "prod", rollout, 1, default)).ShouldBeNull("somebody else was faster");
    }

    [Fact]
    public async Task List_GivesTheNewestFirst_OfTheStageAlone_AndTrimKeepsThem()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(RolloutRepository.NewId(Clock.Now.AddMilliseconds(i * 1000), IdSource.Random));
            await Rollouts.CreateAsync("api1", "prod", Populated.Make<Rollout>() with { Id = ids[i] }, default);
        }

        await Rollouts.CreateAsync("api1", "production", Populated.Make<Rollout>() with { Id = "other" }, default);
        var first = await Rollouts.ListAsync("api1", "prod", 3, null, default);
        var second = await Rollouts.ListAsync("api1", "prod", 3, first.Position, default);
        first.Items.Concat(second.Items).Select(rollout => rollout.Value.Id).ShouldBe(ids.AsEnumerable().Reverse());

        await Rollouts.TrimAsync("api1", "prod", 2, default);
        (await Rollouts.ListAsync("api1", "prod", 9, null, default)).Items.Select(rollout => rollout.Value.Id).ShouldBe([ids[4], ids[3]]);
        await Rollouts.DeleteAsync("api1", "prod", ids[4], default);
        (await Rollouts.GetAsync("api1", "prod", ids[4], default)).ShouldBeNull();
        (await Rollouts.GetAsync("api1", "production", "other", default)).ShouldNotBeNull();
    }
}
