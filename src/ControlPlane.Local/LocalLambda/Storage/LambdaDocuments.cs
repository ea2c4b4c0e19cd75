using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlPlane.Storage.Items;

namespace ControlPlane.Local.LocalLambda.Storage;

/// <summary>
/// JSON documents in the item store. A document is parsed once per revision: every read still asks the store, so it sees what
/// others wrote, but an invocation does not pay for parsing what has not changed.
/// </summary>
internal sealed class LambdaDocuments(IItemStore store)
{
    private const int CacheLimit = 4096;
    private readonly ConcurrentDictionary<ItemKey, (ReadOnlyMemory<byte> Body, long Revision, object Value)> _parsed = new();

    public async ValueTask<Stored<T>?> FindAsync<T>(ItemKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        await store.GetAsync(key, cancellationToken) is { } item ? Parse(item, type) : null;

    /// <summary>The documents whose sort key starts with a prefix, in order.</summary>
    public async ValueTask<IReadOnlyList<Stored<T>>> QueryAsync<T>(ItemQuery query, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var page = await store.QueryAsync(query, cancellationToken);
        return [.. page.Items.Select(item => Parse(item, type))];
    }

    /// <summary>Writes when the condition holds; false when it did not.</summary>
    public async ValueTask<bool> TryPutAsync<T>(ItemKey key, T value, JsonTypeInfo<T> type, PutCondition condition, CancellationToken cancellationToken)
        where T : class =>
        await store.PutAsync(key, JsonSerializer.SerializeToUtf8Bytes(value, type), condition, cancellationToken: cancellationToken) is not null;

    public async ValueTask<bool> TryDeleteAsync(ItemKey key, PutCondition condition, CancellationToken cancellationToken)
    {
        _parsed.TryRemove(key, out _);
        return await store.DeleteAsync(key, condition, cancellationToken);
    }

    /// <summary>Deletes everything a partition holds.</summary>
    public async Task DeletePartitionAsync(string partition, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await store.QueryAsync(new ItemQuery(partition, string.Empty) { Limit = 100, After = after }, cancellationToken);
            foreach (var item in page.Items)
            {
                await TryDeleteAsync(item.Key, PutCondition.None, cancellationToken);
            }

            after = page.Continuation;
        }
        while (after is not null);
    }

    private Stored<T> Parse<T>(Item item, JsonTypeInfo<T> type)
        where T : class
    {
        // A deleted and re-created item starts again at revision 1, so equal revisions alone do not prove equal content.
        if (_parsed.TryGetValue(item.Key, out var known)
            && known.Revision == item.Revision
            && known.Body.Span.SequenceEqual(item.Body.Span)
            && known.Value is T same)
        {
            return new Stored<T>(same, item.Revision);
        }

        var value = JsonSerializer.Deserialize(item.Body.Span, type) ?? throw new JsonException($"The item {item.Key} is null.");
        if (_parsed.Count >= CacheLimit)
        {
            _parsed.Clear();
        }

        _parsed[item.Key] = (item.Body, item.Revision, value);
        return new Stored<T>(value, item.Revision);
    }
}
