using System.Text.Json;
using ControlPlane.Domain;
using ControlPlane.Domain.Deployments;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Deployments;

/// <summary>Stores deployments: a small item each, and beside it the compressed document in chunks.</summary>
/// <param name="store">The store.</param>
public sealed class DeploymentRepository(IItemStore store)
{
    /// <summary>Reads one deployment, or null when there is none.</summary>
    public async ValueTask<Versioned<Deployment>?> GetAsync(string apiId, string deploymentId, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.Deployment(apiId, deploymentId), cancellationToken).ConfigureAwait(false) is { } item ? Read(item) : null;

    /// <summary>Reads a page of an API's deployments, by id.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="limit">Most elements in the page, 1 or more.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<Deployment>> ListAsync(string apiId, int limit, string? position, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(Keys.ApiPartition(apiId), Keys.Deployments) { Limit = limit, After = PagePosition.Decode(position) };
        var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        return new Page<Deployment>([.. page.Items.Select(item => Read(item).Value)], PagePosition.Encode(page.Continuation));
    }

    /// <summary>Reads the document of a deployment, or null when the deployment is gone.</summary>
    /// <exception cref="InvalidDataException">A chunk is missing or damaged.</exception>
    public async ValueTask<DeployedApi?> GetDocumentAsync(string apiId, string deploymentId, CancellationToken cancellationToken)
    {
        if (await GetAsync(apiId, deploymentId, cancellationToken).ConfigureAwait(false) is not { } deployment)
        {
            return null;
        }

        var document = await CompressedDocument.ReadAsync(store, $"Deployment {deploymentId} of API {apiId}", deployment.Value.Chunks, ChunksOf(apiId, deploymentId), cancellationToken).ConfigureAwait(false);
        return StorageJson.Read(document.Span, DeploymentReader.DeployedApi);
    }

    /// <summary>Stores a new deployment: its chunks first, then the item that makes it exist. Never touches another deployment's chunks.</summary>
    /// <returns>False when a deployment with this id is there already.</returns>
    public async ValueTask<bool> CreateAsync(string apiId, Deployment deployment, DeployedApi document, CancellationToken cancellationToken)
    {
        var puts = CompressedDocument.Chunks(ChunksOf(apiId, deployment.Id), writer => JsonSerializer.Serialize(writer, document, StorageJson.Default.DeployedApi));
        var stored = deployment with { Chunks = puts.Count };
        puts.Add(new(Keys.Deployment(apiId, deployment.Id), Body(stored), PutCondition.Absent));
        if (await store.PutInOrderAsync(puts, cancellationToken).ConfigureAwait(false) is not null)
        {
            return true;
        }

        if (await GetAsync(apiId, deployment.Id, cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        // Chunks without their deployment are what a crash left of an earlier attempt at this very one.
        await DeleteDocumentAsync(apiId, stored, cancellationToken).ConfigureAwait(false);
        return await store.PutInOrderAsync(puts, cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Replaces a deployment's item; its document never changes.</summary>
    /// <returns>The new revision, or null when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<long?> ReplaceAsync(string apiId, Deployment deployment, long revision, CancellationToken cancellationToken) =>
        store.PutAsync(Keys.Deployment(apiId, deployment.Id), Body(deployment), PutCondition.AtRevision(revision), null, cancellationToken);

    /// <summary>Takes a deployment out of sight; its document stays until <see cref="DeleteDocumentAsync"/>.</summary>
    /// <returns>False when it has been changed or deleted since <paramref name="revision"/>.</returns>
    public ValueTask<bool> DeleteAsync(string apiId, string deploymentId, long revision, CancellationToken cancellationToken) =>
        store.DeleteAsync(Keys.Deployment(apiId, deploymentId), PutCondition.AtRevision(revision), cancellationToken);

    /// <summary>Puts back a deployment whose document is still there.</summary>
    public async ValueTask RestoreAsync(string apiId, Deployment deployment, CancellationToken cancellationToken) =>
        await store.PutAsync(Keys.Deployment(apiId, deployment.Id), Body(deployment), PutCondition.Absent, null, cancellationToken).ConfigureAwait(false);

    /// <summary>Forgets the document of a deployment that is gone.</summary>
    public ValueTask DeleteDocumentAsync(string apiId, Deployment deployment, CancellationToken cancellationToken) =>
        CompressedDocument.DeleteAsync(store, deployment.Chunks, ChunksOf(apiId, deployment.Id), cancellationToken);

    private static Func<int, ItemKey> ChunksOf(string apiId, string deploymentId) => index => Keys.DeploymentChunk(apiId, deploymentId, index);

    private static Versioned<Deployment> Read(Item item) => new(StorageJson.Read(item.Body.Span, DeploymentReader.Deployment), item.Revision);

    private static byte[] Body(Deployment deployment) => StorageJson.Write(deployment, StorageJson.Default.Deployment);
}
