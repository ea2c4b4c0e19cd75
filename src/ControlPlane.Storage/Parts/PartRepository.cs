using ControlPlane.Domain;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Parts;

/// <summary>Stores one kind of an API's parts, an item each.</summary>
/// <typeparam name="T">The kind: models, request validators, gateway responses, authorizers, documentation parts.</typeparam>
public sealed class PartRepository<T>
    where T : class
{
    private readonly IItemStore _store;
    private readonly PartLayout<T> _layout;

    internal PartRepository(IItemStore store, PartLayout<T> layout)
    {
        _store = store;
        _layout = layout;
    }

    /// <summary>Reads one part, or null when there is none.</summary>
    public async ValueTask<Versioned<T>?> GetAsync(string apiId, string id, CancellationToken cancellationToken) =>
        await _store.GetAsync(Key(apiId, id), cancellationToken).ConfigureAwait(false) is { } item ? new Versioned<T>(Read(item), item.Revision) : null;

    /// <summary>Reads a page of an API's parts, by what they are found by.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="limit">Most elements in the page, 1 or more; null for all.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<T>> ListAsync(string apiId, int? limit, string? position, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(Keys.ApiPartition(apiId), _layout.Prefix) { Limit = limit, After = PagePosition.Decode(position) };
        var page = await _store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        return new Page<T>([.. page.Items.Select(Read)], PagePosition.Encode(page.Continuation));
    }

    /// <summary>Stores a new part.</summary>
    /// <returns>False when there is one that is found by the same.</returns>
    public async ValueTask<bool> CreateAsync(string apiId, T part, CancellationToken cancellationToken) =>
        await _store.PutAsync(Key(apiId, _layout.IdOf(part)), Body(part), PutCondition.Absent, null, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Stores a part in place of the one that is found by the same, or as a new one.</summary>
    public async ValueTask PutAsync(string apiId, T part, CancellationToken cancellationToken) =>
        await _store.PutAsync(Key(apiId, _layout.IdOf(part)), Body(part), PutCondition.None, null, cancellationToken).ConfigureAwait(false);

    /// <summary>Replaces a part.</summary>
    /// <returns>The new revision, or null when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<long?> ReplaceAsync(string apiId, T part, long revision, CancellationToken cancellationToken) =>
        _store.PutAsync(Key(apiId, _layout.IdOf(part)), Body(part), PutCondition.AtRevision(revision), null, cancellationToken);

    /// <summary>Deletes a part.</summary>
    /// <returns>False when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<bool> DeleteAsync(string apiId, string id, long revision, CancellationToken cancellationToken) =>
        _store.DeleteAsync(Key(apiId, id), PutCondition.AtRevision(revision), cancellationToken);

    /// <summary>Stores parts in place of those that are found by the same, or as new ones.</summary>
    public async ValueTask PutAllAsync(string apiId, IReadOnlyList<T> parts, CancellationToken cancellationToken) =>
        await _store.PutAllAsync([.. PartItems.Of(apiId, _layout, parts)], cancellationToken).ConfigureAwait(false);

    /// <summary>Deletes parts, whatever they are by then.</summary>
    public ValueTask DeleteAllAsync(string apiId, IEnumerable<string> ids, CancellationToken cancellationToken) =>
        _store.DeleteAllAsync(ids.Select(id => Key(apiId, id)), cancellationToken);

    private ItemKey Key(string apiId, string id) => new(Keys.ApiPartition(apiId), _layout.Prefix + id);

    private T Read(Item item) => StorageJson.Read(item.Body, _layout.Type);

    private byte[] Body(T part) => StorageJson.Write(part, _layout.Type);
}
