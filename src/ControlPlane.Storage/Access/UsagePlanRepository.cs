using ControlPlane.Domain;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Access;

/// <summary>
/// Stores usage plans, and for each the list of its keys. Whether a key belongs to a plan is what the key says; the list is written
/// before the key and cleared after it, so that it may have keys that do not belong, and never lacks one that does.
/// </summary>
/// <param name="store">The store.</param>
public sealed class UsagePlanRepository(IItemStore store)
{
    /// <summary>Reads one plan, or null when there is none.</summary>
    public async ValueTask<Versioned<UsagePlan>?> GetAsync(string planId, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.UsagePlan(planId), cancellationToken).ConfigureAwait(false) is { } item ? Read(item) : null;

    /// <summary>Reads a page of all plans, by id.</summary>
    /// <param name="limit">Most elements in the page, 1 or more; null for all.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<UsagePlan>> ListAsync(int? limit, string? position, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(new ItemQuery(Keys.UsagePlanList, "") { Limit = limit, After = PagePosition.Decode(position) }, cancellationToken).ConfigureAwait(false);
        return new Page<UsagePlan>([.. page.Items.Select(item => Read(item).Value)], PagePosition.Encode(page.Continuation));
    }

    /// <summary>Stores a new plan.</summary>
    /// <returns>False when one with its id is there already.</returns>
    public async ValueTask<bool> CreateAsync(UsagePlan plan, CancellationToken cancellationToken) =>
        await store.PutAsync(Keys.UsagePlan(plan.Id), Body(plan), PutCondition.Absent, null, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Replaces a plan.</summary>
    /// <returns>The new revision, or null when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<long?> ReplaceAsync(UsagePlan plan, long revision, CancellationToken cancellationToken) =>
        store.PutAsync(Keys.UsagePlan(plan.Id), Body(plan), PutCondition.AtRevision(revision), null, cancellationToken);

    /// <summary>Deletes a plan; its keys must leave it before.</summary>
    /// <returns>False when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<bool> DeleteAsync(string planId, long revision, CancellationToken cancellationToken) =>
        store.DeleteAsync(Keys.UsagePlan(planId), PutCondition.AtRevision(revision), cancellationToken);

    /// <summary>Reads a page of the ids of the keys on a plan's list.</summary>
    /// <param name="planId">The plan.</param>
    /// <param name="limit">Most elements in the page, 1 or more; null for all.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<string>> ListKeysAsync(string planId, int? limit, string? position, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(Keys.UsagePlanKeys(planId), "") { Limit = limit, After = PagePosition.Decode(position) };
        var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        return new Page<string>([.. page.Items.Select(item => item.Key.Sort)], PagePosition.Encode(page.Continuation));
    }

    /// <summary>Puts a key on a plan's list.</summary>
    public async ValueTask AddKeyAsync(string planId, string keyId, CancellationToken cancellationToken) =>
        await store.PutAsync(new ItemKey(Keys.UsagePlanKeys(planId), keyId), "{}"u8.ToArray(), PutCondition.None, null, cancellationToken).ConfigureAwait(false);

    /// <summary>Takes a key off a plan's list.</summary>
    public async ValueTask RemoveKeyAsync(string planId, string keyId, CancellationToken cancellationToken) =>
        await store.DeleteAsync(new ItemKey(Keys.UsagePlanKeys(planId), keyId), PutCondition.None, cancellationToken).ConfigureAwait(false);

    private static Versioned<UsagePlan> Read(Item item) => new(StorageJson.Read(item.Body.Span, AccessReader.UsagePlan), item.Revision);

    private static byte[] Body(UsagePlan plan) => StorageJson.Write(plan, StorageJson.Default.UsagePlan);
}
