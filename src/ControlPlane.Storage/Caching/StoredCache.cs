using System.Buffers;
using ControlPlane.Storage.Items;
using Microsoft.Extensions.Caching.Distributed;

namespace ControlPlane.Storage.Caching;

/// <summary>
/// A cache that all processes on one store share. Entries expire at a time, not by use; none is larger than
/// <see cref="ItemLimits.MaxBodyBytes"/>. What is read is what was written last.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
public sealed class StoredCache(IItemStore store, TimeProvider time) : IBufferDistributedCache
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryGetAsync(string key, IBufferWriter<byte> destination, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (await store.GetAsync(Keys.CachedValue(key), token).ConfigureAwait(false) is not { } item)
        {
            return false;
        }

        destination.Write(item.Body.Span);
        return true;
    }

    /// <inheritdoc/>
    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        await store.GetAsync(Keys.CachedValue(key), token).ConfigureAwait(false) is { } item ? item.Body.ToArray() : null;

    /// <inheritdoc/>
    /// <exception cref="ItemTooLargeException">The value is over <see cref="ItemLimits.MaxBodyBytes"/>; nothing was written.</exception>
    public async ValueTask SetAsync(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        var body = value.IsSingleSegment ? value.First : value.ToArray();
        await store.PutAsync(Keys.CachedValue(key), body, PutCondition.None, ExpiryOf(options), token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="ItemTooLargeException">The value is over <see cref="ItemLimits.MaxBodyBytes"/>; nothing was written.</exception>
    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        SetAsync(key, new ReadOnlySequence<byte>(value), options, token).AsTask();

    /// <inheritdoc/>
    public Task RemoveAsync(string key, CancellationToken token = default) =>
        store.DeleteAsync(Keys.CachedValue(key), PutCondition.None, token).AsTask();

    /// <summary>Nothing: entries do not live by their use.</summary>
    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public bool TryGet(string key, IBufferWriter<byte> destination) => TryGetAsync(key, destination).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Set(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    /// <summary>Nothing: entries do not live by their use.</summary>
    public void Refresh(string key)
    {
    }

    private DateTimeOffset? ExpiryOf(DistributedCacheEntryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.SlidingExpiration is null
            ? options.AbsoluteExpirationRelativeToNow is { } after ? time.GetUtcNow() + after : options.AbsoluteExpiration
            : throw new NotSupportedException("Entries of this cache expire at a time, not by use.");
    }
}
