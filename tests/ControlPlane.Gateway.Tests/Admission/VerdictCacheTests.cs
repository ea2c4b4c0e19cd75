using ControlPlane.Gateway.Admission.Authorizers;
using ControlPlane.Testing;

namespace ControlPlane.Gateway.Tests.Admission;

public sealed class VerdictCacheTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task Keeps_what_was_used_last_within_its_bounds()
    {
        var cache = new VerdictCache(_clock, maxEntries: 3, maxBytes: 1000);
        for (ulong i = 1; i <= 3; i++)
        {
            await KeepAsync(cache, i, 10);
        }

        cache.Find(Key(1)).ShouldNotBeNull();
        await KeepAsync(cache, 4, 10);
        (cache.Find(Key(1)) is not null, cache.Find(Key(2)) is not null, cache.Find(Key(3)) is not null).ShouldBe((true, false, true));

        await KeepAsync(cache, 5, 985);
        cache.Count.ShouldBe(2);
        await KeepAsync(cache, 6, 1001);
        cache.Find(Key(6)).ShouldBeNull();
        cache.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Forgets_what_is_over()
    {
        var cache = new VerdictCache(_clock);
        await KeepAsync(cache, 1, 10);
        _clock.Advance(59);
        cache.Find(Key(1)).ShouldNotBeNull();
        _clock.Advance(1);
        cache.Find(Key(1)).ShouldBeNull();
        cache.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_failure_is_everybodys_who_waits_and_nobodys_after()
    {
        var cache = new VerdictCache(_clock);
        var gate = new TaskCompletionSource<Verdict>();
        var asked = 0;
        Task<Verdict> Ask() => cache.GetAsync(Key(1), 60, () =>
        {
            asked++;
            return gate.Task;
        });
        var (first, second) = (Ask(), Ask());
        gate.SetException(new IOException("down"));
        await Should.ThrowAsync<IOException>(first);
        await Should.ThrowAsync<IOException>(second);
        asked.ShouldBe(1);
        await KeepAsync(cache, 1, 10);
        cache.Find(Key(1)).ShouldNotBeNull();
    }

    private static VerdictKey Key(ulong n) => new(n, 0, 0, 0);

    private static Task KeepAsync(VerdictCache cache, ulong n, int size) =>
        cache.GetAsync(Key(n), 60, () => Task.FromResult(new Verdict { PrincipalId = "me", Size = size }));
}
