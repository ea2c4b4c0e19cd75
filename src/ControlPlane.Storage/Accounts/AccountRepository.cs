using ControlPlane.Domain;
using ControlPlane.Domain.Accounts;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Accounts;

/// <summary>Stores the account's settings.</summary>
/// <param name="store">The store.</param>
public sealed class AccountRepository(IItemStore store)
{
    /// <summary>Reads the settings; while none were stored they are the defaults, at revision 0.</summary>
    public async ValueTask<Versioned<Account>> GetAsync(CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.Account, cancellationToken).ConfigureAwait(false) is { } item
            ? new(StorageJson.Read(item.Body, StorageJson.Default.Account), item.Revision)
            : new(new Account(), 0);

    /// <summary>Replaces the settings.</summary>
    /// <returns>The new revision, or null when they have changed since <paramref name="revision"/>.</returns>
    public ValueTask<long?> ReplaceAsync(Account account, long revision, CancellationToken cancellationToken) =>
        store.PutAsync(
            Keys.Account,
            StorageJson.Write(account, StorageJson.Default.Account),
            revision == 0 ? PutCondition.Absent : PutCondition.AtRevision(revision),
            null,
            cancellationToken);
}
