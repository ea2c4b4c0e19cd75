using ControlPlane.Storage.Idempotency;

namespace ControlPlane.Storage.Tests.Idempotency;

public class IdempotencyRepositoryTests : StoreTest
{
    private IdempotencyRepository Answers => new(Store, Clock);

    [Fact]
    public async Task Keep_FirstAnswer_Stays()
    {
        (await Answers.GetAsync("digest", default)).ShouldBeNull();
        await Answers.KeepAsync("digest", new IdempotentAnswer("request", 201, [1, 2]), default);
        await Answers.KeepAsync("digest", new IdempotentAnswer("other", 200, [3]), default);
        var kept = (await Answers.GetAsync("digest", default)).ShouldNotBeNull();
        (kept.RequestDigest, kept.Status).ShouldBe(("request", 201));
        kept.Body.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Keep_LastsADay()
    {
        await Answers.KeepAsync("digest", new IdempotentAnswer("request", 201, []), default);
        Clock.Now = Clock.Now.AddHours(24).AddSeconds(-1);
        (await Answers.GetAsync("digest", default)).ShouldNotBeNull();
        Clock.Now = Clock.Now.AddSeconds(1);
        (await Answers.GetAsync("digest", default)).ShouldBeNull();
    }
}
