using ControlPlane.Domain;
using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.ClientCertificates;

/// <summary>Stores client certificates, their private keys encrypted.</summary>
/// <param name="store">The store.</param>
public sealed class ClientCertificateRepository(IItemStore store)
{
    /// <summary>Reads one certificate, or null when there is none.</summary>
    public async ValueTask<Versioned<ClientCertificate>?> GetAsync(string id, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.ClientCertificate(id), cancellationToken).ConfigureAwait(false) is { } item
            ? new Versioned<ClientCertificate>(Read(item), item.Revision)
            : null;

    /// <summary>Reads a page of all certificates, by id.</summary>
    /// <param name="limit">Most elements in the page, 1 or more; null for all.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<ClientCertificate>> ListAsync(int? limit, string? position, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(Keys.ClientCertificateList, "") { Limit = limit, After = PagePosition.Decode(position) };
        var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        return new Page<ClientCertificate>([.. page.Items.Select(Read)], PagePosition.Encode(page.Continuation));
    }

    /// <summary>Stores a new certificate.</summary>
    /// <returns>False when one with this id is there already.</returns>
    public async ValueTask<bool> CreateAsync(ClientCertificate certificate, CancellationToken cancellationToken) =>
        await store.PutAsync(Keys.ClientCertificate(certificate.Id), Body(certificate), PutCondition.Absent, null, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Replaces a certificate.</summary>
    /// <returns>The new revision, or null when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<long?> ReplaceAsync(ClientCertificate certificate, long revision, CancellationToken cancellationToken) =>
        store.PutAsync(Keys.ClientCertificate(certificate.Id), Body(certificate), PutCondition.AtRevision(revision), null, cancellationToken);

    /// <summary>Deletes a certificate.</summary>
    /// <returns>False when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<bool> DeleteAsync(string id, long revision, CancellationToken cancellationToken) =>
        store.DeleteAsync(Keys.ClientCertificate(id), PutCondition.AtRevision(revision), cancellationToken);

    private static ClientCertificate Read(Item item) => StorageJson.Read(item.Body, StorageJson.Default.ClientCertificate);

    private static byte[] Body(ClientCertificate certificate) => StorageJson.Write(certificate, StorageJson.Default.ClientCertificate);
}
