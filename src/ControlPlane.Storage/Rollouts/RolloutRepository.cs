using ControlPlane.Domain;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Rollouts;

/// <summary>
/// Stores rollouts, each as an item of its own beside its stage: ticks that only gather evidence leave the stage's revision alone. Which one
/// moves the stage's traffic, the stage says; a rollout it does not name has ended, or never began.
/// </summary>
/// <param name="store">The store.</param>
public sealed class RolloutRepository(IItemStore store)
{
    /// <summary>How many rollouts of a stage are kept, the newest.</summary>
    public const int MaxKept = 20;

    private const int _timeLength = 9;
    private const int _randomLength = 6;

    /// <summary>A new id. Ids sort by time.</summary>
    /// <param name="now">The present.</param>
    /// <param name="ids">Tells those of a millisecond apart.</param>
    public static string NewId(DateTimeOffset now, IdSource ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var text = new char[_timeLength];
        var left = now.ToUnixTimeMilliseconds();
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(left % 36)];
            left /= 36;
        }

        return new string(text) + ids.Next(_randomLength);
    }

    /// <summary>Reads one rollout, or null when there is none.</summary>
    public async ValueTask<Versioned<Rollout>?> GetAsync(string apiId, string stageName, string rolloutId, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.Rollout(apiId, stageName, rolloutId), cancellationToken).ConfigureAwait(false) is { } item ? Read(item) : null;

    /// <summary>Reads a page of a stage's rollouts, newest first.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="limit">Most elements in the page, 1 or more.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<Versioned<Rollout>>> ListAsync(string apiId, string stageName, int limit, string? position, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(Keys.ApiPartition(apiId), Keys.Rollouts(stageName)) { Descending = true, Limit = limit, After = PagePosition.Decode(position) };
        var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        return new Page<Versioned<Rollout>>([.. page.Items.Select(Read)], PagePosition.Encode(page.Continuation));
    }

    /// <summary>Stores a new rollout.</summary>
    /// <returns>Its revision, or null when there is one of this id.</returns>
    public ValueTask<long?> CreateAsync(string apiId, string stageName, Rollout rollout, CancellationToken cancellationToken) =>
        store.PutAsync(Keys.Rollout(apiId, stageName, rollout.Id), Body(rollout), PutCondition.Absent, null, cancellationToken);

    /// <summary>Replaces a rollout.</summary>
    /// <returns>The new revision, or null when somebody else has changed it since <paramref name="revision"/>.</returns>
    public ValueTask<long?> ReplaceAsync(string apiId, string stageName, Rollout rollout, long revision, CancellationToken cancellationToken) =>
        store.PutAsync(Keys.Rollout(apiId, stageName, rollout.Id), Body(rollout), PutCondition.AtRevision(revision), null, cancellationToken);

    /// <summary>Deletes a rollout, if it is there.</summary>
    public async ValueTask DeleteAsync(string apiId, string stageName, string rolloutId, CancellationToken cancellationToken) =>
        await store.DeleteAsync(Keys.Rollout(apiId, stageName, rolloutId), PutCondition.None, cancellationToken).ConfigureAwait(false);

    /// <summary>Deletes the oldest rollouts of a stage beyond a number.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="kept">How many stay, 0 or more.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async ValueTask TrimAsync(string apiId, string stageName, int kept, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(Keys.ApiPartition(apiId), Keys.Rollouts(stageName)) { Descending = true };
        var all = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        foreach (var item in all.Items.Skip(kept))
        {
            await store.DeleteAsync(item.Key, PutCondition.None, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Versioned<Rollout> Read(Item item) => new(StorageJson.Read(item.Body, StorageJson.Default.Rollout), item.Revision);

    private static byte[] Body(Rollout rollout) => StorageJson.Write(rollout, StorageJson.Default.Rollout);
}
