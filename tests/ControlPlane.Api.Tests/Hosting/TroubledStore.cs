using ControlPlane.Storage.Items;

namespace ControlPlane.Api.Tests.Hosting;

/// <summary>A store that can be made to fail or to pause: <see cref="BeforeWrite"/> runs before every single write and may throw; the write then never happens.</summary>
internal sealed class TroubledStore(IItemStore inner) : IItemStore
{
    public Func<ItemKey, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public Func<ItemKey, Task> AfterRead { get; set; } = _ => Task.CompletedTask;

    /// <summary>Fails the n-th write from now on, counting from 1, and all after it.</summary>
    public void FailFromWrite(int n)
    {
        var writes = 0;
        BeforeWrite = _ => ++writes >= n ? throw new StoreUnavailableException("made to fail") : Task.CompletedTask;
    }

    public void Heal() => BeforeWrite = _ => Task.CompletedTask;

    public async ValueTask<Item?> GetAsync(ItemKey key, CancellationToken cancellationToken = default)
    {
        var item = await inner.GetAsync(key, cancellationToken);
        await AfterRead(key);
        return item;
    }

    public ValueTask<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellationToken = default) => inner.QueryAsync(query, cancellationToken);

    public async ValueTask<long?> PutAsync(ItemKey key, ReadOnlyMemory<byte> body, PutCondition condition, DateTimeOffset? expiresAt = null, CancellationToken cancellationToken = default)
    {
        await BeforeWrite(key);
        return await inner.PutAsync(key, body, condition, expiresAt, cancellationToken);
    }

    // One by one, as an engine without transactions does it.
    public async ValueTask<long?> PutInOrderAsync(IReadOnlyList<ItemPut> puts, CancellationToken cancellationToken = default)
    {
        long? revision = null;
        foreach (var put in puts)
        {
            await BeforeWrite(put.Key);
            revision = await inner.PutAsync(put.Key, put.Body, put.Condition, put.ExpiresAt, cancellationToken);
            if (revision is null)
            {
                return null;
            }
        }

        return revision;
    }

    public async ValueTask<bool> DeleteAsync(ItemKey key, PutCondition condition, CancellationToken cancellationToken = default)
    {
        await BeforeWrite(key);
        return await inner.DeleteAsync(key, condition, cancellationToken);
    }

    public ValueTask AddAsync(ItemKey key, IReadOnlyDictionary<string, long> deltas, DateTimeOffset? expiresAt = null, CancellationToken cancellationToken = default) =>
        inner.AddAsync(key, deltas, expiresAt, cancellationToken);

    public ValueTask<IReadOnlyList<CounterItem>> GetCountersAsync(string partition, string fromSort, string toSort, CancellationToken cancellationToken = default) =>
        inner.GetCountersAsync(partition, fromSort, toSort, cancellationToken);
}
