using ControlPlane.Domain;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Wire;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Resources;

/// <summary>Stores an API's resource tree (one item) and each resource's methods (one item each).</summary>
/// <param name="store">The store.</param>
public sealed class ResourceRepository(IItemStore store)
{
    /// <summary>Reads the tree, or null when the API has none.</summary>
    public async ValueTask<Versioned<ResourceTree>?> GetTreeAsync(string apiId, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.Tree(apiId), cancellationToken).ConfigureAwait(false) is { } item
            ? new Versioned<ResourceTree>(StorageJson.Read(item.Body, StorageJson.Default.ResourceTree), item.Revision)
            : null;

    /// <summary>Replaces the tree.</summary>
    /// <returns>The new revision, or null when the tree has changed since <paramref name="revision"/>.</returns>
    public ValueTask<long?> ReplaceTreeAsync(string apiId, ResourceTree tree, long revision, CancellationToken cancellationToken) =>
        store.PutAsync(Keys.Tree(apiId), StorageJson.Write(tree, StorageJson.Default.ResourceTree), PutCondition.AtRevision(revision), null, cancellationToken);

    /// <summary>Reads a resource's methods by verb; a resource without any has revision 0.</summary>
    public async ValueTask<Versioned<IReadOnlyDictionary<string, Method>>> GetMethodsAsync(
        string apiId,
        string resourceId,
        CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.Methods(apiId, resourceId), cancellationToken).ConfigureAwait(false) is { } item
            ? new(StorageJson.Read(item.Body.Span, MethodReader.Methods), item.Revision)
            : new(Maps.Empty<Method>(), 0);

    /// <summary>Replaces a resource's methods.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="resourceId">The resource.</param>
    /// <param name="methods">All its methods by verb.</param>
    /// <param name="revision">The revision they were read at, 0 for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The new revision, or null when they have changed since.</returns>
    public ValueTask<long?> ReplaceMethodsAsync(
        string apiId,
        string resourceId,
        IReadOnlyDictionary<string, Method> methods,
        long revision,
        CancellationToken cancellationToken) =>
        store.PutAsync(
            Keys.Methods(apiId, resourceId),
            StorageJson.Write(methods, StorageJson.Default.IReadOnlyDictionaryStringMethod),
            revision == 0 ? PutCondition.Absent : PutCondition.AtRevision(revision),
            null,
            cancellationToken);

    /// <summary>Forgets the methods of resources that have left the tree.</summary>
    public async ValueTask DeleteMethodsAsync(string apiId, IEnumerable<string> resourceIds, CancellationToken cancellationToken)
    {
        foreach (var resourceId in resourceIds)
        {
            await store.DeleteAsync(Keys.Methods(apiId, resourceId), PutCondition.None, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads all resources with their methods, in path order; null when the API has no tree.</summary>
    public async ValueTask<IReadOnlyList<Resource>?> ListAsync(string apiId, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(new ItemQuery(Keys.ApiPartition(apiId), Keys.Resources), cancellationToken).ConfigureAwait(false);
        if (page.Items.Count == 0 || page.Items[0].Key.Sort != Keys.Resources)
        {
            return null;
        }

        var tree = StorageJson.Read(page.Items[0].Body, StorageJson.Default.ResourceTree);
        var methods = new Dictionary<string, IReadOnlyDictionary<string, Method>>(StringComparer.Ordinal);
        foreach (var item in page.Items.Skip(1))
        {
            methods[item.Key.Sort[(Keys.Resources.Length + 1)..]] = StorageJson.Read(item.Body.Span, MethodReader.Methods);
        }

        var resources = new List<Resource>(tree.Count) { tree.Describe(tree.RootId, methods.GetValueOrDefault(tree.RootId)) };
        resources.AddRange(tree.Nodes.Keys.Select(id => tree.Describe(id, methods.GetValueOrDefault(id))));
        resources.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return resources;
    }
}
