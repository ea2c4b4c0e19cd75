using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Idempotency;

/// <summary>The first answer to a request that carried an <c>Idempotency-Key</c>.</summary>
/// <param name="RequestDigest">SHA-256 of method, path and body, in hex: another request must not get this answer.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="ETag">The entity tag, or null.</param>
public sealed record IdempotentAnswer(string RequestDigest, int Status, byte[] Body, string? ETag = null);

/// <summary>Stores first answers for a day.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
public sealed class IdempotencyRepository(IItemStore store, TimeProvider time)
{
    private static readonly TimeSpan _keptFor = TimeSpan.FromHours(24);

    /// <summary>Reads the first answer to a key, or null when there is none yet.</summary>
    /// <param name="digest">The digest of the key and its caller.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async ValueTask<IdempotentAnswer?> GetAsync(string digest, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.Idempotency(digest), cancellationToken).ConfigureAwait(false) is { } item
            ? StorageJson.Read(item.Body, StorageJson.Default.IdempotentAnswer)
            : null;

    /// <summary>Keeps an answer, unless one is kept already.</summary>
    public async ValueTask KeepAsync(string digest, IdempotentAnswer answer, CancellationToken cancellationToken) =>
        await store.PutAsync(
            Keys.Idempotency(digest),
            StorageJson.Write(answer, StorageJson.Default.IdempotentAnswer),
            PutCondition.Absent,
            time.GetUtcNow() + _keptFor,
            cancellationToken).ConfigureAwait(false);
}
