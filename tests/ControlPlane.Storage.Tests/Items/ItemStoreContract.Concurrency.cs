using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.Items;

public abstract partial class ItemStoreContract
{
    [Fact]
    public async Task ConcurrentCreators_ExactlyOneWins()
    {
        var results = await RaceAsync(i => Store.PutAsync(_key, Bytes($"{i}"), PutCondition.Absent));
        var winner = Array.FindIndex(results, revision => revision is not null);
        results.Count(revision => revision is not null).ShouldBe(1);
        (await ReadAsync(_key)).ShouldBe($"{winner}");
    }

    [Fact]
    public async Task ConcurrentWriters_OfOneRevision_ExactlyOneWins()
    {
        await Store.PutAsync(_key, Bytes("start"), PutCondition.None);
        var results = await RaceAsync(i => Store.PutAsync(_key, Bytes($"{i}"), PutCondition.AtRevision(1)));
        results.Count(revision => revision is not null).ShouldBe(1);
        (await Store.GetAsync(_key))!.Revision.ShouldBe(2);
    }

    [Fact]
    public async Task ConcurrentReadModifyWrite_LosesNothing()
    {
        await Store.PutAsync(_key, Bytes("0"), PutCondition.None);
        await RaceAsync(async _ =>
        {
            while (true)
            {
                var item = (await Store.GetAsync(_key))!;
                if (await Store.PutAsync(_key, Bytes($"{int.Parse(Text(item), null) + 1}"), PutCondition.AtRevision(item.Revision)) is { } revision)
                {
                    return (long?)revision;
                }
            }
        });
        (await ReadAsync(_key)).ShouldBe("32");
    }

    [Fact]
    public async Task ConcurrentDeleters_ExactlyOneWins()
    {
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None);
        var results = await RaceAsync(async _ => await Store.DeleteAsync(_key, PutCondition.AtRevision(1)) ? 1 : (long?)null);
        results.Count(deleted => deleted is not null).ShouldBe(1);
    }

    [Fact]
    public async Task ConcurrentWriters_OfManyItems_AllWrite()
    {
        await RaceAsync(i => Store.PutAsync(new("P", $"{i:D3}"), Bytes($"{i}"), PutCondition.Absent));
        (await SortsAsync(new("P", ""))).Length.ShouldBe(32);
    }

    [Fact]
    public async Task Cancelled_BeforeTheCall_ThrowsAndWritesNothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.GetAsync(_key, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.QueryAsync(new("P", ""), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.GetCountersAsync("P", "", "Z", cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.PutAsync(_key, Bytes("one"), PutCondition.None, null, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.AddAsync(_key, Deltas(("n", 1)), null, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.DeleteAsync(_key, PutCondition.None, cancelled));
        (await Store.GetAsync(_key)).ShouldBeNull();
        (await Store.GetCountersAsync("P", "", "Z")).ShouldBeEmpty();
    }

    private static Task<long?[]> RaceAsync(Func<int, ValueTask<long?>> write) =>
        Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () => await write(i))));
}
