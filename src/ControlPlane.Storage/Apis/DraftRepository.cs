using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;
using ControlPlane.Storage.Parts;

namespace ControlPlane.Storage.Apis;

/// <summary>An API's draft with the revisions it was read at.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="ApiRevision">The API's own.</param>
/// <param name="TreeRevision">The tree's.</param>
/// <param name="MethodRevisions">Those of the methods, by resource id, for the resources that have any.</param>
public sealed record StoredDraft(ApiDraft Draft, long ApiRevision, long TreeRevision, IReadOnlyDictionary<string, long> MethodRevisions);

/// <summary>Reads and replaces the draft of an API as a whole.</summary>
/// <param name="store">The store.</param>
public sealed class DraftRepository(IItemStore store)
{
    private readonly ApiPartsRepository _parts = new(store);
    private readonly RestApiRepository _apis = new(store);

    /// <summary>Reads a draft, or null when there is no such API.</summary>
    public async ValueTask<StoredDraft?> GetAsync(string apiId, CancellationToken cancellationToken)
    {
        if (await _apis.GetAsync(apiId, cancellationToken).ConfigureAwait(false) is not { } api)
        {
            return null;
        }

        var page = await store.QueryAsync(new ItemQuery(Keys.ApiPartition(apiId), Keys.Resources), cancellationToken).ConfigureAwait(false);
        if (page.Items.Count == 0 || page.Items[0].Key.Sort != Keys.Resources)
        {
            return null;
        }

        var methods = new Dictionary<string, IReadOnlyDictionary<string, Method>>(StringComparer.Ordinal);
        var revisions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var item in page.Items.Skip(1))
        {
            var resourceId = item.Key.Sort[(Keys.Resources.Length + 1)..];
            methods[resourceId] = StorageJson.Read(item.Body.Span, MethodReader.Methods);
            revisions[resourceId] = item.Revision;
        }

        var documentation = await new PartRepository<Domain.Documentation.DocumentationPart>(store, PartLayouts.DocumentationParts)
            .ListAsync(apiId, null, null, cancellationToken).ConfigureAwait(false);
        return new StoredDraft(
            new ApiDraft(
                api.Value,
                StorageJson.Read(page.Items[0].Body, StorageJson.Default.ResourceTree),
                methods,
                await _parts.GetAsync(apiId, cancellationToken).ConfigureAwait(false),
                documentation.Items),
            api.Revision,
            page.Items[0].Revision,
            revisions);
    }

    /// <summary>
    /// Replaces a draft. The API itself goes first, so that of two imports one is refused before it has changed anything; then what
    /// methods refer to, the tree, the methods, and last what nothing refers to any more is deleted. A crash in between leaves
    /// some of the old methods, but none without its resource, model, validator or authorizer; repeating the request finishes it.
    /// </summary>
    /// <param name="before">The draft as it was read.</param>
    /// <param name="after">The draft as it shall be, of the same API and root.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False when somebody else changed the draft meanwhile.</returns>
    public async ValueTask<bool> ReplaceAsync(StoredDraft before, ApiDraft after, CancellationToken cancellationToken)
    {
        var apiId = after.Api.Id;
        if (await _apis.ReplaceAsync(after.Api, before.ApiRevision, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        var parts = PartsOf(after);
        await store.PutAllAsync(parts, cancellationToken).ConfigureAwait(false);
        var tree = new ItemPut(Keys.Tree(apiId), StorageJson.Write(after.Tree, StorageJson.Default.ResourceTree), PutCondition.AtRevision(before.TreeRevision));
        if (await store.PutInOrderAsync([tree], cancellationToken).ConfigureAwait(false) is null
            || !await store.PutAllAsync(Methods(before, after), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var kept = parts.Select(part => part.Key).ToHashSet();
        await store.DeleteAllAsync(
            [
                .. before.MethodRevisions.Keys.Where(id => !after.Tree.Contains(id)).Select(id => Keys.Methods(apiId, id)),
                .. PartsOf(before.Draft).Select(part => part.Key).Where(key => !kept.Contains(key)),
            ],
            cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static List<ItemPut> PartsOf(ApiDraft draft) =>
        [.. PartItems.Of(draft.Api.Id, draft.Parts), .. PartItems.Of(draft.Api.Id, PartLayouts.DocumentationParts, draft.Documentation)];

    private static List<ItemPut> Methods(StoredDraft before, ApiDraft after)
    {
        var puts = new List<ItemPut>();
        foreach (var id in after.Tree.Nodes.Keys.Append(after.Tree.RootId))
        {
            var revision = before.MethodRevisions.GetValueOrDefault(id);
            var methods = after.Methods.GetValueOrDefault(id) ?? Maps.Empty<Method>();
            if (revision > 0 || methods.Count > 0)
            {
                puts.Add(new ItemPut(
                    Keys.Methods(after.Api.Id, id),
                    StorageJson.Write(methods, StorageJson.Default.IReadOnlyDictionaryStringMethod),
                    revision == 0 ? PutCondition.Absent : PutCondition.AtRevision(revision)));
            }
        }

        return puts;
    }
}
