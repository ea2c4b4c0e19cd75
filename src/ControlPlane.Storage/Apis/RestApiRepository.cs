using ControlPlane.Domain;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;
using ControlPlane.Storage.Parts;

namespace ControlPlane.Storage.Apis;

/// <summary>Stores APIs.</summary>
/// <param name="store">The store.</param>
public sealed class RestApiRepository(IItemStore store)
{
    /// <summary>Reads one API, or null when there is none.</summary>
    public async ValueTask<Versioned<RestApi>?> GetAsync(string apiId, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.Api(apiId), cancellationToken).ConfigureAwait(false) is { } item
            ? new Versioned<RestApi>(StorageJson.Read(item.Body, StorageJson.Default.RestApi), item.Revision)
            : null;

    /// <summary>Reads a page of all APIs, by id.</summary>
    /// <param name="limit">Most elements in the page, 1 or more.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<RestApi>> ListAsync(int limit, string? position, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(new ItemQuery(Keys.ApiList, "") { Limit = limit, After = PagePosition.Decode(position) }, cancellationToken).ConfigureAwait(false);
        var apis = new List<RestApi>(page.Items.Count);
        foreach (var entry in page.Items)
        {
            // An entry without its API is what a crash between the two writes leaves; the API never existed for anybody.
            if (await GetAsync(entry.Key.Sort, cancellationToken).ConfigureAwait(false) is { } api)
            {
                apis.Add(api.Value);
            }
        }

        return new Page<RestApi>(apis, PagePosition.Encode(page.Continuation));
    }

    /// <summary>Counts all APIs.</summary>
    public async ValueTask<int> CountAsync(CancellationToken cancellationToken) =>
        (await store.QueryAsync(new ItemQuery(Keys.ApiList, ""), cancellationToken).ConfigureAwait(false)).Items.Count;

    /// <summary>Stores a new API with all that belongs to it; the API itself, which makes the rest reachable, comes last.</summary>
    /// <param name="api">The API.</param>
    /// <param name="tree">Its resource tree.</param>
    /// <param name="methods">Methods by resource id, for the resources that have any.</param>
    /// <param name="parts">Its models, validators, gateway responses and authorizers.</param>
    /// <param name="documentation">Its documentation parts.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False when an API with this id is there already.</returns>
    public async ValueTask<bool> CreateAsync(
        RestApi api,
        ResourceTree tree,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, Method>> methods,
        ApiParts parts,
        IReadOnlyList<DocumentationPart> documentation,
        CancellationToken cancellationToken)
    {
        if (await GetAsync(api.Id, cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        // The entry in the list comes before the rest: it is what DeleteRestApi finds the remains of a crash by.
        var first = new List<ItemPut>
        {
            new(Keys.ApiListEntry(api.Id), "{}"u8.ToArray(), PutCondition.None),
            new(Keys.Tree(api.Id), StorageJson.Write(tree, StorageJson.Default.ResourceTree), PutCondition.None),
        };
        var last = new ItemPut(Keys.Api(api.Id), Body(api), PutCondition.Absent);
        var rest = new List<ItemPut>(methods.Count);
        foreach (var (resourceId, byVerb) in methods)
        {
            rest.Add(new(Keys.Methods(api.Id, resourceId), StorageJson.Write(byVerb, StorageJson.Default.IReadOnlyDictionaryStringMethod), PutCondition.None));
        }

        rest.AddRange(PartItems.Of(api.Id, parts));
        rest.AddRange(PartItems.Of(api.Id, PartLayouts.DocumentationParts, documentation));
        if (rest.Count == 0)
        {
            return await store.PutInOrderAsync([.. first, last], cancellationToken).ConfigureAwait(false) is not null;
        }

        await store.PutInOrderAsync(first, cancellationToken).ConfigureAwait(false);
        await store.PutAllAsync(rest, cancellationToken).ConfigureAwait(false);
        return await store.PutInOrderAsync([last], cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Replaces an API.</summary>
    /// <returns>The new revision, or null when the API has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<long?> ReplaceAsync(RestApi api, long revision, CancellationToken cancellationToken) =>
        store.PutAsync(Keys.Api(api.Id), Body(api), PutCondition.AtRevision(revision), null, cancellationToken);

    /// <summary>
    /// Deletes an API with everything that belongs to it: the API itself first, so that nothing is seen half there, then its stages,
    /// which gateways serve by. The entry in the list goes last: it marks a deletion that <see cref="FinishDeletionAsync"/> can finish.
    /// </summary>
    /// <returns>False when the API has been changed or deleted since <paramref name="revision"/>.</returns>
    public async ValueTask<bool> DeleteAsync(string apiId, long revision, CancellationToken cancellationToken)
    {
        if (!await store.DeleteAsync(Keys.Api(apiId), PutCondition.AtRevision(revision), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await DeleteRemainsAsync(apiId).ConfigureAwait(false);
        return true;
    }

    /// <summary>Finishes the deletion of an API that is gone itself, when the store failed in the middle of it.</summary>
    /// <returns>False when there is no such deletion.</returns>
    public async ValueTask<bool> FinishDeletionAsync(string apiId, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(Keys.ApiListEntry(apiId), cancellationToken).ConfigureAwait(false) is null
            || await store.GetAsync(Keys.Api(apiId), cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        await DeleteRemainsAsync(apiId).ConfigureAwait(false);
        return true;
    }

    private async ValueTask DeleteRemainsAsync(string apiId)
    {
        await DeleteAllAsync(Keys.ApiPartition(apiId), Keys.Stages).ConfigureAwait(false);
        await DeleteAllAsync(Keys.ApiPartition(apiId), "").ConfigureAwait(false);
        await store.DeleteAsync(Keys.ApiListEntry(apiId), PutCondition.None, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask DeleteAllAsync(string partition, string prefix)
    {
        ItemPage page;
        do
        {
            page = await store.QueryAsync(new ItemQuery(partition, prefix) { Limit = 200 }, CancellationToken.None).ConfigureAwait(false);
            await Task.WhenAll(page.Items.Select(item => store.DeleteAsync(item.Key, PutCondition.None, CancellationToken.None).AsTask())).ConfigureAwait(false);
        }
        while (page.Continuation is not null);
    }

    private static byte[] Body(RestApi api) => StorageJson.Write(api, StorageJson.Default.RestApi);
}
