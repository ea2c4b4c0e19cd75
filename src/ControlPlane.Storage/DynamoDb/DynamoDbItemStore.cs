using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Storage.Items;
using static ControlPlane.Storage.DynamoDb.DynamoDbItems;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>
/// <see cref="IItemStore"/> over one DynamoDB table. All reads are consistent ones: a read sees every acknowledged write, whichever
/// process made it. Every write is a single conditional request; nothing here needs batches or transactions. Throttling, timeouts and errors
/// of the service are tried again within <see cref="DynamoDbStoreOptions.TimeBudget"/>.
/// </summary>
public sealed class DynamoDbItemStore : IItemStore, IDisposable
{
    // DynamoDB itself ends a page after 1 MB; this only keeps the number it is asked for sane.
    private const int _maxPage = 10_000;

    private readonly IAmazonDynamoDB _client;
    private readonly TimeProvider _time;
    private readonly DynamoDbCalls _calls;
    private readonly DynamoDbWrites _writes;
    private readonly DynamoDbTable _table;
    private readonly string _name;
    private readonly bool _needsCredentials;

    /// <summary>Creates a store. Nothing is sent before the first call.</summary>
    /// <param name="client">The client; it must not try again by itself (<c>MaxErrorRetry = 0</c>). The store disposes it.</param>
    /// <param name="options">The table and the limits; the client decides where it is.</param>
    /// <param name="time">The clock that expiry is judged by.</param>
    public DynamoDbItemStore(IAmazonDynamoDB client, DynamoDbStoreOptions options, TimeProvider time)
        : this(client, options, time, needsCredentials: false)
    {
    }

    private DynamoDbItemStore(IAmazonDynamoDB client, DynamoDbStoreOptions options, TimeProvider time, bool needsCredentials)
    {
        ArgumentNullException.ThrowIfNull(options);
        _needsCredentials = needsCredentials;
        _client = client;
        _time = time;
        _name = options.Table;
        _calls = new DynamoDbCalls(options, time);
        _writes = new DynamoDbWrites(client, _calls, options.Table);
        _table = new DynamoDbTable(client, _calls, options.Table, time);
    }

    /// <summary>Creates a store with a client of its own. Nothing is sent before the first call.</summary>
    /// <param name="options">The table, where it is, and the limits.</param>
    /// <param name="time">The clock that expiry is judged by.</param>
    /// <exception cref="StoreUnavailableException">No region is known.</exception>
    public static DynamoDbItemStore Create(DynamoDbStoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(DynamoDbClients.Create(options), options, time, DynamoDbClients.NeedsCredentials(options));
    }

    /// <summary>Makes sure that the table is there, active, and has the keys this store needs.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What the operator should know although all works, in one line; else null.</returns>
    /// <exception cref="StoreUnavailableException">The table cannot be used; the message says what to do.</exception>
    public async Task<string?> CheckTableAsync(CancellationToken cancellationToken = default)
    {
        await FindCredentialsAsync(cancellationToken).ConfigureAwait(false);
        return await _table.CheckAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Creates the table (on-demand billing, TTL on <c>ExpiresAt</c>) and waits until it is active; one that is there already stays as it is.
    /// For development: a template creates production's table, with backups and protection.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreUnavailableException">The table cannot be created; the message says what to do.</exception>
    public async Task CreateTableAsync(CancellationToken cancellationToken = default)
    {
        await FindCredentialsAsync(cancellationToken).ConfigureAwait(false);
        await _table.CreateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Item?> GetAsync(ItemKey key, CancellationToken cancellationToken = default)
    {
        if (!CanHold(key))
        {
            return null;
        }

        var request = new GetItemRequest { TableName = _name, Key = Key(key), ConsistentRead = true };
        var answer = await _calls.SendAsync(token => _client.GetItemAsync(request, token), cancellationToken).ConfigureAwait(false);
        return ToItem(answer.Response!.Item, Now());
    }

    /// <inheritdoc/>
    public async ValueTask<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit ?? 1, 1, nameof(query));
        cancellationToken.ThrowIfCancellationRequested();
        if (Start(query) is not { } request)
        {
            return new ItemPage([], null);
        }

        var items = new List<Item>();
        await foreach (var attributes in ReadAsync(request, () => query.Limit - items.Count, cancellationToken).ConfigureAwait(false))
        {
            if (ToItem(attributes, Now()) is not { } item)
            {
                continue;
            }

            if (items.Count == query.Limit)
            {
                return new ItemPage(items, items[^1].Key.Sort);
            }

            items.Add(item);
        }

        return new ItemPage(items, null);
    }

    /// <inheritdoc/>
    public ValueTask<long?> PutAsync(
        ItemKey key,
        ReadOnlyMemory<byte> body,
        PutCondition condition,
        DateTimeOffset? expiresAt = null,
        CancellationToken cancellationToken = default) =>
        PutInOrderAsync([new ItemPut(key, body, condition, expiresAt)], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long?> PutInOrderAsync(IReadOnlyList<ItemPut> puts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(puts);
        foreach (var put in puts)
        {
            if (put.Body.Length > ItemLimits.MaxBodyBytes)
            {
                throw new ItemTooLargeException(put.Key, put.Body.Length);
            }
        }

        long? revision = null;
        foreach (var put in puts)
        {
            revision = await _writes.PutAsync(put, Now(), cancellationToken).ConfigureAwait(false);
            if (revision is null)
            {
                return null;
            }
        }

        return revision;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(ItemKey key, PutCondition condition, CancellationToken cancellationToken = default)
    {
        if (condition.Rule == PutCondition.Kind.Absent)
        {
            throw new ArgumentException("An absent item cannot be deleted.", nameof(condition));
        }

        return await _writes.DeleteAsync(key, condition, Now(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>An addition whose answer was lost, and which another addition overtook before it was tried again, may count twice.</remarks>
    public async ValueTask AddAsync(
        ItemKey key,
        IReadOnlyDictionary<string, long> deltas,
        DateTimeOffset? expiresAt = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deltas);
        await _writes.AddAsync(key, deltas, expiresAt, Now(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CounterItem>> GetCountersAsync(
        string partition,
        string fromSort,
        string toSort,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!CanHoldPartition(partition) || !CanHoldSort(toSort) || KeyOrder.Compare(fromSort, toSort) > 0)
        {
            return [];
        }

        var request = NewQuery(partition, fromSort.Length > 0 ? $"{SortKey} BETWEEN :from AND :to" : $"{SortKey} <= :to");
        request.ExpressionAttributeValues[":to"] = Text(toSort);
        if (fromSort.Length > 0)
        {
            request.ExpressionAttributeValues[":from"] = Text(fromSort);
        }

        var items = new List<CounterItem>();
        await foreach (var attributes in ReadAsync(request, () => null, cancellationToken).ConfigureAwait(false))
        {
            if (ToCounters(attributes, Now()) is { } item)
            {
                items.Add(item);
            }
        }

        return items;
    }

    /// <summary>Closes the client. Calls under way fail.</summary>
    public void Dispose() => _client.Dispose();

    private Task FindCredentialsAsync(CancellationToken cancellationToken) =>
        _needsCredentials ? DynamoDbClients.FindCredentialsAsync(_name, cancellationToken) : Task.CompletedTask;

    private long Now() => _time.GetUtcNow().ToUnixTimeSeconds();

    // Null when nothing can be there.
    private QueryRequest? Start(ItemQuery query)
    {
        if (!CanHoldPartition(query.Partition) || (query.SortPrefix.Length > 0 && !CanHoldSort(query.SortPrefix)))
        {
            return null;
        }

        var request = NewQuery(query.Partition, query.SortPrefix.Length > 0 ? $"begins_with({SortKey}, :prefix)" : null);
        request.ScanIndexForward = !query.Descending;
        if (query.SortPrefix.Length > 0)
        {
            request.ExpressionAttributeValues[":prefix"] = Text(query.SortPrefix);
        }

        if (query.After is not { } after)
        {
            return request;
        }

        // DynamoDB goes on behind a key of the range only, there or not. A key outside it has all of the range before it, or none.
        if (after.Length > 0 && after.StartsWith(query.SortPrefix, StringComparison.Ordinal))
        {
            request.ExclusiveStartKey = Key(new ItemKey(query.Partition, after));
            return request;
        }

        return KeyOrder.Compare(after, query.SortPrefix) < 0 != query.Descending ? request : null;
    }

    private QueryRequest NewQuery(string partition, string? range) => new()
    {
        TableName = _name,
        ConsistentRead = true,
        KeyConditionExpression = range is null ? $"{PartitionKey} = :partition" : $"{PartitionKey} = :partition AND {range}",
        ExpressionAttributeValues = new() { [":partition"] = Text(partition) },
    };

    // Page after page, each as large as what is still wanted, and one more, which tells whether there is a next page.
    private async IAsyncEnumerable<Dictionary<string, AttributeValue>> ReadAsync(
        QueryRequest request,
        Func<int?> wanted,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            request.Limit = wanted() is { } count ? Math.Min(count, _maxPage) + 1 : null;
            var answer = await _calls.SendAsync(token => _client.QueryAsync(request, token), cancellationToken).ConfigureAwait(false);
            foreach (var attributes in answer.Response!.Items ?? [])
            {
                yield return attributes;
            }

            request.ExclusiveStartKey = answer.Response.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
