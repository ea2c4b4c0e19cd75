namespace ControlPlane.Storage.Items;

/// <summary>Writes of many items that need no order among themselves, several at a time: a round trip each would take seconds.</summary>
internal static class ItemLanes
{
    private const int _lanes = 16;

    /// <summary>Writes the items, each when its condition holds.</summary>
    /// <returns>False when the condition of at least one did not hold; others may be written then.</returns>
    public static async ValueTask<bool> PutAllAsync(this IItemStore store, IReadOnlyList<ItemPut> puts, CancellationToken cancellationToken)
    {
        var lanes = Enumerable.Range(0, Math.Min(_lanes, puts.Count))
            .Select(lane => store.PutInOrderAsync([.. puts.Where((_, i) => i % _lanes == lane)], cancellationToken).AsTask());
        return (await Task.WhenAll(lanes).ConfigureAwait(false)).All(revision => revision is not null);
    }

    /// <summary>Deletes the items, whatever they are by then.</summary>
    public static async ValueTask DeleteAllAsync(this IItemStore store, IEnumerable<ItemKey> keys, CancellationToken cancellationToken)
    {
        foreach (var chunk in keys.Chunk(_lanes))
        {
            await Task.WhenAll(chunk.Select(key => store.DeleteAsync(key, PutCondition.None, cancellationToken).AsTask())).ConfigureAwait(false);
        }
    }
}
