namespace ControlPlane.Storage.Items;

/// <summary>
/// The store every room keeps its items in: a sorted map of partitions with conditional writes on single items and nothing more,
/// so that DynamoDB and SQLite serve alike. Reads see every acknowledged write; a write that returned is durable.
/// There are no transactions: callers write immutable items first and flip one pointer last.
/// </summary>
/// <remarks>
/// All members throw <see cref="StoreUnavailableException"/> when the engine cannot answer (<see cref="StoreThrottledException"/>
/// when it is asked too much); whether a write that failed so took effect is then unknown. Members are safe to call from any thread. Writes handed over without awaiting in between
/// may be applied in any order; <see cref="PutInOrderAsync"/> is there for order.
/// </remarks>
public interface IItemStore
{
    /// <summary>Reads one item, or null when it is absent or expired.</summary>
    ValueTask<Item?> GetAsync(ItemKey key, CancellationToken cancellationToken = default);

    /// <summary>Reads the items of a partition whose sort key starts with a prefix, in sort-key order.</summary>
    ValueTask<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellationToken = default);

    /// <summary>Writes one item when its condition holds.</summary>
    /// <param name="key">Where.</param>
    /// <param name="body">The content, at most <see cref="ItemLimits.MaxBodyBytes"/>; must not change until the call completes.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="expiresAt">When the item may be forgotten, or null to keep it.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may still happen.</param>
    /// <returns>The new revision, or null when the condition did not hold and nothing was written.</returns>
    /// <exception cref="ItemTooLargeException">The body is over the limit; nothing was written.</exception>
    ValueTask<long?> PutAsync(
        ItemKey key,
        ReadOnlyMemory<byte> body,
        PutCondition condition,
        DateTimeOffset? expiresAt = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes several items in order, each when its condition holds, and stops at the first whose condition does not:
    /// how immutable items go first and the one pointer to them last. Not a transaction: a crash may leave the first few written.
    /// </summary>
    /// <param name="puts">At least one, in order.</param>
    /// <param name="cancellationToken">Gives up waiting; the writes may still happen.</param>
    /// <returns>The new revision of the last item, or null when some condition did not hold (the items before it are written).</returns>
    /// <exception cref="ItemTooLargeException">A body is over the limit; nothing was written.</exception>
    ValueTask<long?> PutInOrderAsync(IReadOnlyList<ItemPut> puts, CancellationToken cancellationToken = default);

    /// <summary>Deletes one item when its condition holds (<see cref="PutCondition.Absent"/> makes no sense here and throws).</summary>
    /// <returns>True when an item was deleted; false when it was absent or its condition did not hold.</returns>
    ValueTask<bool> DeleteAsync(ItemKey key, PutCondition condition, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds to the named counters of an item in one atomic step, creating item and counters at 0 as needed.
    /// Counter items hold nothing else and are not read with <see cref="GetAsync"/>.
    /// </summary>
    /// <param name="key">Where; keys of counter items and of ordinary items must not overlap.</param>
    /// <param name="deltas">What to add to each counter.</param>
    /// <param name="expiresAt">When the counters may be forgotten, or null to keep them.</param>
    /// <param name="cancellationToken">Gives up waiting; the addition may still happen.</param>
    ValueTask AddAsync(
        ItemKey key,
        IReadOnlyDictionary<string, long> deltas,
        DateTimeOffset? expiresAt = null,
        CancellationToken cancellationToken = default);

    /// <summary>Reads the counters of every counter item of a partition between two sort keys, both included, in order.</summary>
    ValueTask<IReadOnlyList<CounterItem>> GetCountersAsync(
        string partition,
        string fromSort,
        string toSort,
        CancellationToken cancellationToken = default);
}

/// <summary>The counters of one item.</summary>
/// <param name="Key">Where they live.</param>
/// <param name="Values">Name to value.</param>
public sealed record CounterItem(ItemKey Key, IReadOnlyDictionary<string, long> Values);
