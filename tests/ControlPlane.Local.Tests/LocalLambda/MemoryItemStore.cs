using ControlPlane.Storage.Items;

namespace ControlPlane.Local.Tests.LocalLambda;

/// <summary>A store that forgets everything with the test.</summary>
internal sealed class MemoryItemStore : IItemStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SortedDictionary<string, Item>> _partitions = new(StringComparer.Ordinal);

    public ValueTask<Item?> GetAsync(ItemKey key, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Find(key));
        }
    }

    public ValueTask<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var all = _partitions.TryGetValue(query.Partition, out var partition) ? partition.Values : Enumerable.Empty<Item>();
            all = all.Where(i => i.Key.Sort.StartsWith(query.SortPrefix, StringComparison.Ordinal));
            all = query.Descending ? all.Reverse() : all;
            if (query.After is { } after)
            {
                all = all.Where(i => query.Descending ? string.CompareOrdinal(i.Key.Sort, after) < 0 : string.CompareOrdinal(i.Key.Sort, after) > 0);
            }

            var found = all.Take((query.Limit ?? int.MaxValue - 1) + 1).ToList();
            var more = found.Count > query.Limit;
            var items = more ? found[..query.Limit!.Value] : found;
            return ValueTask.FromResult(new ItemPage(items, more ? items[^1].Key.Sort : null));
        }
    }

    public ValueTask<long?> PutAsync(
        ItemKey key, ReadOnlyMemory<byte> body, PutCondition condition, DateTimeOffset? expiresAt = null, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var known = Find(key);
            if (!Holds(condition, known))
            {
                return ValueTask.FromResult<long?>(null);
            }

            if (!_partitions.TryGetValue(key.Partition, out var partition))
            {
                _partitions[key.Partition] = partition = new SortedDictionary<string, Item>(StringComparer.Ordinal);
            }

            var item = new Item(key, (known?.Revision ?? 0) + 1, body.ToArray(), expiresAt);
            partition[key.Sort] = item;
            return ValueTask.FromResult<long?>(item.Revision);
        }
    }

    public ValueTask<bool> DeleteAsync(ItemKey key, PutCondition condition, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var known = Find(key);
            return ValueTask.FromResult(known is not null && Holds(condition, known) && _partitions[key.Partition].Remove(key.Sort));
        }
    }

    public ValueTask AddAsync(
        ItemKey key, IReadOnlyDictionary<string, long> deltas, DateTimeOffset? expiresAt = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<CounterItem>> GetCountersAsync(
        string partition, string fromSort, string toSort, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private static bool Holds(PutCondition condition, Item? known) => condition.Rule switch
    {
        PutCondition.Kind.None => true,
        PutCondition.Kind.Absent => known is null,
        PutCondition.Kind.AtRevision => known?.Revision == condition.Revision,
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private Item? Find(ItemKey key) =>
        _partitions.TryGetValue(key.Partition, out var partition) && partition.TryGetValue(key.Sort, out var item) ? item : null;
}
