using ControlPlane.Domain;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.DomainNames;

/// <summary>Stores custom domain names, each with its base path mappings.</summary>
/// <param name="store">The store.</param>
public sealed class CustomDomainRepository(IItemStore store)
{
    /// <summary>Reads one domain, or null when there is none.</summary>
    public async ValueTask<Versioned<CustomDomain>?> GetAsync(string name, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.Domain(name), cancellationToken).ConfigureAwait(false) is { } item ? Read(item) : null;

    /// <summary>Reads a page of all domains, by name.</summary>
    /// <param name="limit">Most elements in the page, 1 or more; null for all.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<CustomDomain>> ListAsync(int? limit, string? position, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(new ItemQuery(Keys.DomainList, "") { Limit = limit, After = PagePosition.Decode(position) }, cancellationToken).ConfigureAwait(false);
        return new Page<CustomDomain>([.. page.Items.Select(item => Read(item).Value)], PagePosition.Encode(page.Continuation));
    }

    /// <summary>Stores a new domain.</summary>
    /// <returns>False when it is there already.</returns>
    public async ValueTask<bool> CreateAsync(CustomDomain domain, CancellationToken cancellationToken) =>
        await store.PutAsync(Keys.Domain(domain.Name), Body(domain), PutCondition.Absent, null, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Replaces a domain.</summary>
    /// <returns>The new revision, or null when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<long?> ReplaceAsync(CustomDomain domain, long revision, CancellationToken cancellationToken) =>
        store.PutAsync(Keys.Domain(domain.Name), Body(domain), PutCondition.AtRevision(revision), null, cancellationToken);

    /// <summary>Deletes a domain with its mappings.</summary>
    /// <returns>False when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<bool> DeleteAsync(string name, long revision, CancellationToken cancellationToken) =>
        store.DeleteAsync(Keys.Domain(name), PutCondition.AtRevision(revision), cancellationToken);

    private static Versioned<CustomDomain> Read(Item item) => new(StorageJson.Read(item.Body, StorageJson.Default.CustomDomain), item.Revision);

    private static byte[] Body(CustomDomain domain) => StorageJson.Write(domain, StorageJson.Default.CustomDomain);
}
