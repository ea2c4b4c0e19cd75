using System.Text;
using ControlPlane.Domain;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Access;

/// <summary>
/// Stores API keys. A key is found by its id, and by its value over an item whose key is the value's digest: no value is ever part of a
/// key of the store, which logs and metrics of the store may show. Whoever reads the items themselves reads the values, since AWS's
/// operations give them back.
/// </summary>
/// <param name="store">The store.</param>
public sealed class ApiKeyRepository(IItemStore store)
{
    /// <summary>Reads one key, or null when there is none.</summary>
    public async ValueTask<Versioned<ApiKey>?> GetAsync(string keyId, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.ApiKey(keyId), cancellationToken).ConfigureAwait(false) is { } item ? Read(item) : null;

    /// <summary>Finds the key with a value, or null when there is none.</summary>
    /// <param name="digest">The value's <see cref="ApiKeyRules.DigestOf"/>.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async ValueTask<ApiKey?> FindAsync(string digest, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(Keys.ApiKeyValue(digest), cancellationToken).ConfigureAwait(false) is not { } pointer)
        {
            return null;
        }

        var key = (await GetAsync(Encoding.UTF8.GetString(pointer.Body.Span), cancellationToken).ConfigureAwait(false))?.Value;
        return key is not null && ApiKeyRules.DigestOf(key.Value) == digest ? key : null;
    }

    /// <summary>Reads a page of all keys, by id.</summary>
    /// <param name="limit">Most elements in the page, 1 or more; null for all.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<ApiKey>> ListAsync(int? limit, string? position, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(new ItemQuery(Keys.ApiKeyList, "") { Limit = limit, After = PagePosition.Decode(position) }, cancellationToken).ConfigureAwait(false);
        return new Page<ApiKey>([.. page.Items.Select(item => Read(item).Value)], PagePosition.Encode(page.Continuation));
    }

    /// <summary>
    /// Stores a new key: first what it is found by, then the key. Of two writers of one value the later takes the value over while the
    /// earlier has not stored its key, and the earlier finds that out afterwards.
    /// </summary>
    /// <returns>False when another key has the value or the id.</returns>
    public async ValueTask<bool> CreateAsync(ApiKey key, CancellationToken cancellationToken)
    {
        var place = Keys.ApiKeyValue(ApiKeyRules.DigestOf(key.Value));
        var pointer = Encoding.UTF8.GetBytes(key.Id);
        if (await store.PutAsync(place, pointer, PutCondition.Absent, null, cancellationToken).ConfigureAwait(false) is not { } revision)
        {
            if (await store.GetAsync(place, cancellationToken).ConfigureAwait(false) is not { } taken
                || (await GetAsync(Encoding.UTF8.GetString(taken.Body.Span), cancellationToken).ConfigureAwait(false))?.Value.Value == key.Value
                || await store.PutAsync(place, pointer, PutCondition.AtRevision(taken.Revision), null, cancellationToken).ConfigureAwait(false) is not { } after)
            {
                return false;
            }

            revision = after;
        }

        if (await store.PutAsync(Keys.ApiKey(key.Id), Body(key), PutCondition.Absent, null, CancellationToken.None).ConfigureAwait(false) is not { } stored)
        {
            await store.DeleteAsync(place, PutCondition.AtRevision(revision), CancellationToken.None).ConfigureAwait(false);
            return false;
        }

        if ((await store.GetAsync(place, CancellationToken.None).ConfigureAwait(false))?.Revision == revision)
        {
            return true;
        }

        await store.DeleteAsync(Keys.ApiKey(key.Id), PutCondition.AtRevision(stored), CancellationToken.None).ConfigureAwait(false);
        return false;
    }

    /// <summary>Replaces a key, whose value stays as it is.</summary>
    /// <returns>The new revision, or null when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<long?> ReplaceAsync(ApiKey key, long revision, CancellationToken cancellationToken) =>
        store.PutAsync(Keys.ApiKey(key.Id), Body(key), PutCondition.AtRevision(revision), null, cancellationToken);

    /// <summary>Deletes a key, then what it is found by.</summary>
    /// <returns>False when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public async ValueTask<bool> DeleteAsync(ApiKey key, long revision, CancellationToken cancellationToken)
    {
        var place = Keys.ApiKeyValue(ApiKeyRules.DigestOf(key.Value));
        var pointer = await store.GetAsync(place, cancellationToken).ConfigureAwait(false);
        if (!await store.DeleteAsync(Keys.ApiKey(key.Id), PutCondition.AtRevision(revision), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        if (pointer is not null && Encoding.UTF8.GetString(pointer.Body.Span) == key.Id)
        {
            await store.DeleteAsync(place, PutCondition.AtRevision(pointer.Revision), CancellationToken.None).ConfigureAwait(false);
        }

        return true;
    }

    private static Versioned<ApiKey> Read(Item item) => new(StorageJson.Read(item.Body.Span, AccessReader.ApiKey), item.Revision);

    private static byte[] Body(ApiKey key) => StorageJson.Write(key, StorageJson.Default.ApiKey);
}
