using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Storage.Access;

namespace ControlPlane.Storage.Tests.Access;

public class AccessRepositoryTests : StoreTest
{
    private ApiKeyRepository ApiKeys => new(Store);

    private UsagePlanRepository Plans => new(Store);

    [Fact]
    public async Task Keys_AreFoundByIdAndByValue_WithEveryMember()
    {
        var key = Populated.Make<ApiKey>();
        (await ApiKeys.CreateAsync(key, default)).ShouldBeTrue();
        Populated.Dump((await ApiKeys.GetAsync(key.Id, default))!.Value).ShouldBe(Populated.Dump(key));
        Populated.Dump((await ApiKeys.FindAsync(ApiKeyRules.DigestOf(key.Value), default))!).ShouldBe(Populated.Dump(key));
        (await ApiKeys.FindAsync(ApiKeyRules.DigestOf("other"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Keys_HaveOneHolderPerValue_UntilItIsDeleted()
    {
        (await ApiKeys.CreateAsync(Key("a", "value"), default)).ShouldBeTrue();
        (await ApiKeys.CreateAsync(Key("b", "value"), default)).ShouldBeFalse();
        (await ApiKeys.CreateAsync(Key("a", "another"), default)).ShouldBeFalse();
        (await ApiKeys.FindAsync(ApiKeyRules.DigestOf("another"), default)).ShouldBeNull();
        (await ApiKeys.CreateAsync(Key("c", "another"), default)).ShouldBeTrue();
        (await ApiKeys.DeleteAsync(Key("a", "value"), 2, default)).ShouldBeFalse();
        (await ApiKeys.DeleteAsync(Key("a", "value"), 1, default)).ShouldBeTrue();
        (await ApiKeys.FindAsync(ApiKeyRules.DigestOf("value"), default)).ShouldBeNull();
        (await ApiKeys.CreateAsync(Key("b", "value"), default)).ShouldBeTrue();
        (await ApiKeys.ListAsync(null, null, default)).Items.Select(key => key.Id).ShouldBe(["b", "c"]);
    }

    [Fact]
    public async Task Keys_OfManyWritersWithOneValue_AreOne()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await ApiKeys.CreateAsync(Key($"k{i}", "value"), default))));
        made.Count(one => one).ShouldBeLessThanOrEqualTo(1);
        var left = (await ApiKeys.ListAsync(null, null, default)).Items;
        left.Count.ShouldBe(made.Count(one => one));
        if (left.Count == 1)
        {
            (await ApiKeys.FindAsync(ApiKeyRules.DigestOf("value"), default))!.Id.ShouldBe(left[0].Id);
        }
    }

    [Fact]
    public async Task ThrottleUses_AddUpBySecond()
    {
        var uses = new ThrottleUseRepository(Store);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await uses.AddAsync("api/prod/x/GET", new ThrottleUse(now, 5, 3, 1), default);
        await uses.AddAsync("api/prod/x/GET", new ThrottleUse(now, 2, 0, 1), default);
        await uses.AddAsync("api/prod/x/GET", new ThrottleUse(now + 2, 1, 1, 1), default);
        await uses.AddAsync("api/prod/x/GET", new ThrottleUse(now + 3, 9, 9, 1), default);
        await uses.AddAsync("api/prod/x/POST", new ThrottleUse(now, 7, 7, 1), default);
        (await uses.ReadAsync("api/prod/x/GET", now, now + 2, default)).ShouldBe([new ThrottleUse(now, 7, 3, 2), new ThrottleUse(now + 2, 1, 1, 1)]);
    }

    [Fact]
    public async Task Plans_LiveTheirLife()
    {
        var plan = Populated.Make<UsagePlan>();
        (await Plans.CreateAsync(plan, default)).ShouldBeTrue();
        (await Plans.CreateAsync(plan, default)).ShouldBeFalse();
        Populated.Dump((await Plans.GetAsync(plan.Id, default))!.Value).ShouldBe(Populated.Dump(plan));
        (await Plans.ReplaceAsync(plan with { Name = "x" }, 1, default)).ShouldBe(2);
        (await Plans.ReplaceAsync(plan with { Name = "y" }, 1, default)).ShouldBeNull();
        await Plans.AddKeyAsync(plan.Id, "k1", default);
        await Plans.AddKeyAsync(plan.Id, "k2", default);
        await Plans.RemoveKeyAsync(plan.Id, "k1", default);
        (await Plans.ListKeysAsync(plan.Id, null, null, default)).Items.ShouldBe(["k2"]);
        (await Plans.DeleteAsync(plan.Id, 1, default)).ShouldBeFalse();
        (await Plans.DeleteAsync(plan.Id, 2, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Usage_AddsUpByDay()
    {
        var usage = new UsageRepository(Store);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        await usage.AddAsync("p", "k", new DailyUsage(today, 2, 0), default);
        await usage.AddAsync("p", "k", new DailyUsage(today, 3, -1), default);
        await usage.AddAsync("p", "k", new DailyUsage(today.AddDays(-1), 1, 0), default);
        await usage.AddAsync("p", "kk", new DailyUsage(today, 9, 0), default);
        await usage.AddAsync("p", "k", default, default);
        (await usage.ReadAsync("p", "k", today.AddDays(-5), today, default)).ShouldBe([new DailyUsage(today.AddDays(-1), 1, 0), new DailyUsage(today, 5, -1)]);
        (await usage.ReadAsync("p", "k", today, today, default)).ShouldBe([new DailyUsage(today, 5, -1)]);
        (await usage.ReadAsync("other", "k", today, today, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Mark_IsAnotherAfterEveryMove()
    {
        var mark = new AccessMark(Store);
        (await mark.ReadAsync(default)).ShouldBe(0);
        await mark.MoveAsync(default);
        var first = await mark.ReadAsync(default);
        await mark.MoveAsync(default);
        (await mark.ReadAsync(default)).ShouldBeGreaterThan(first);
    }

    private static ApiKey Key(string id, string value) => new()
    {
        Id = id,
        Value = value,
        CreatedDate = DateTimeOffset.UnixEpoch,
        LastUpdatedDate = DateTimeOffset.UnixEpoch,
    };
}
