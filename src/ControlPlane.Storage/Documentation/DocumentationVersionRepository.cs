using System.Text.Json;
using ControlPlane.Domain;
using ControlPlane.Domain.Documentation;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Documentation;

/// <summary>A documentation version as it is stored.</summary>
/// <param name="Version">The version.</param>
/// <param name="DocumentId">What its parts are found by: an id of its own, so that a version that is deleted and made again never reads the old one's.</param>
/// <param name="Chunks">How many items hold its parts.</param>
internal sealed record StoredDocumentationVersion(DocumentationVersion Version, string DocumentId, int Chunks);

/// <summary>Stores documentation versions: a small item each, and beside it the compressed parts in chunks.</summary>
/// <param name="store">The store.</param>
public sealed class DocumentationVersionRepository(IItemStore store)
{
    /// <summary>Reads one version, or null when there is none.</summary>
    public async ValueTask<Versioned<DocumentationVersion>?> GetAsync(string apiId, string version, CancellationToken cancellationToken) =>
        await FindAsync(apiId, version, cancellationToken).ConfigureAwait(false) is { } found ? new(found.Value.Version, found.Revision) : null;

    /// <summary>Reads a page of an API's versions, by name.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="limit">Most elements in the page, 1 or more.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<DocumentationVersion>> ListAsync(string apiId, int limit, string? position, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(Keys.ApiPartition(apiId), Keys.DocumentationVersions) { Limit = limit, After = PagePosition.Decode(position) };
        var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        return new Page<DocumentationVersion>([.. page.Items.Select(item => Read(item).Version)], PagePosition.Encode(page.Continuation));
    }

    /// <summary>Reads the parts of a version, or null when the version is gone.</summary>
    /// <exception cref="InvalidDataException">A chunk is missing or damaged.</exception>
    public async ValueTask<IReadOnlyList<DocumentationPart>?> GetPartsAsync(string apiId, string version, CancellationToken cancellationToken)
    {
        if (await FindAsync(apiId, version, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        var parts = await CompressedDocument.ReadAsync(store, $"Documentation version {version} of API {apiId}", found.Value.Chunks, ChunksOf(apiId, found.Value.DocumentId), cancellationToken).ConfigureAwait(false);
        return StorageJson.Read(parts, StorageJson.Default.IReadOnlyListDocumentationPart);
    }

    /// <summary>Stores a new version: its parts first, then the item that makes it exist.</summary>
    /// <returns>False when there is a version of this name already.</returns>
    public async ValueTask<bool> CreateAsync(string apiId, DocumentationVersion version, IReadOnlyList<DocumentationPart> parts, CancellationToken cancellationToken)
    {
        var documentId = IdSource.Random.Next(IdSource.ApiLength);
        var puts = CompressedDocument.Chunks(
            ChunksOf(apiId, documentId), writer => JsonSerializer.Serialize(writer, parts, StorageJson.Default.IReadOnlyListDocumentationPart));
        var stored = new StoredDocumentationVersion(version, documentId, puts.Count);
        puts.Add(new(Keys.DocumentationVersion(apiId, version.Version), Body(stored), PutCondition.Absent));
        if (await store.PutInOrderAsync(puts, cancellationToken).ConfigureAwait(false) is not null)
        {
            return true;
        }

        await CompressedDocument.DeleteAsync(store, stored.Chunks, ChunksOf(apiId, documentId), cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>Replaces what is said of a version; its parts never change.</summary>
    /// <returns>The new revision, or null when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public async ValueTask<long?> ReplaceAsync(string apiId, DocumentationVersion version, long revision, CancellationToken cancellationToken) =>
        await FindAsync(apiId, version.Version, cancellationToken).ConfigureAwait(false) is { } found && found.Revision == revision
            ? await store.PutAsync(Keys.DocumentationVersion(apiId, version.Version), Body(found.Value with { Version = version }), PutCondition.AtRevision(revision), null, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Deletes a version, then its parts.</summary>
    /// <returns>False when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public async ValueTask<bool> DeleteAsync(string apiId, string version, long revision, CancellationToken cancellationToken)
    {
        if (await FindAsync(apiId, version, cancellationToken).ConfigureAwait(false) is not { } found
            || !await store.DeleteAsync(Keys.DocumentationVersion(apiId, version), PutCondition.AtRevision(revision), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await CompressedDocument.DeleteAsync(store, found.Value.Chunks, ChunksOf(apiId, found.Value.DocumentId), CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    private static Func<int, ItemKey> ChunksOf(string apiId, string documentId) => index => Keys.DocumentationChunk(apiId, documentId, index);

    private static StoredDocumentationVersion Read(Item item) => StorageJson.Read(item.Body, StorageJson.Default.StoredDocumentationVersion);

    private static byte[] Body(StoredDocumentationVersion version) => StorageJson.Write(version, StorageJson.Default.StoredDocumentationVersion);

    private async ValueTask<Versioned<StoredDocumentationVersion>?> FindAsync(string apiId, string version, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.DocumentationVersion(apiId, version), cancellationToken).ConfigureAwait(false) is { } item ? new(Read(item), item.Revision) : null;
}
