using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Access;

/// <summary>Tells routers of changes of API keys and usage plans: one small item that every such change rewrites, after the change itself.</summary>
/// <param name="store">The store.</param>
public sealed class AccessMark(IItemStore store)
{
    /// <summary>Says that something has changed.</summary>
    public async ValueTask MoveAsync(CancellationToken cancellationToken) =>
        await store.PutAsync(Keys.AccessMark, "{}"u8.ToArray(), PutCondition.None, null, cancellationToken).ConfigureAwait(false);

    /// <summary>What is another number after every change; 0 before the first.</summary>
    public async ValueTask<long> ReadAsync(CancellationToken cancellationToken) =>
        (await store.GetAsync(Keys.AccessMark, cancellationToken).ConfigureAwait(false))?.Revision ?? 0;
}
