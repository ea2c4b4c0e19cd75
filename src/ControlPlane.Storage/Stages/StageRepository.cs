using ControlPlane.Domain;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Stages;

/// <summary>
/// Stores stages with their history. A stage carries the event that made its present revision, so change and event are one
/// write; the event is copied to the history when the next change comes, before that change replaces it. History thus never
/// lacks an event that took effect and never shows one that did not, wherever a process dies.
/// </summary>
/// <param name="store">The store.</param>
public sealed class StageRepository(IItemStore store)
{
    /// <summary>Reads one stage, or null when there is none.</summary>
    public async ValueTask<Versioned<Stage>?> GetAsync(string apiId, string stageName, CancellationToken cancellationToken) =>
        await store.GetAsync(Keys.Stage(apiId, stageName), cancellationToken).ConfigureAwait(false) is { } item ? Read(item) : null;

    /// <summary>Reads all stages of an API, by name.</summary>
    public async ValueTask<IReadOnlyList<Versioned<Stage>>> ListAsync(string apiId, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(new ItemQuery(Keys.ApiPartition(apiId), Keys.Stages), cancellationToken).ConfigureAwait(false);
        return [.. page.Items.Select(Read)];
    }

    /// <summary>Stores a new stage.</summary>
    /// <returns>The revision, or null when a stage of this name is there already.</returns>
    public ValueTask<long?> CreateAsync(Stage stage, CancellationToken cancellationToken) =>
        store.PutAsync(Keys.Stage(stage.RestApiId, stage.StageName), Body(stage), PutCondition.Absent, null, cancellationToken);

    /// <summary>Replaces a stage.</summary>
    /// <param name="before">The stage as it was read.</param>
    /// <param name="after">The stage as it shall be, with its own <see cref="Stage.LastEvent"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The new revision, or null when somebody else has changed the stage since.</returns>
    public ValueTask<long?> ReplaceAsync(Versioned<Stage> before, Stage after, CancellationToken cancellationToken) =>
        store.PutInOrderAsync(
            [
                HistoryCopy(before.Value, before.Value.LastEvent),
                new(Keys.Stage(after.RestApiId, after.StageName), Body(after), PutCondition.AtRevision(before.Revision)),
            ],
            cancellationToken);

    /// <summary>Deletes a stage; its history stays with the API.</summary>
    /// <param name="stage">The stage as it was read.</param>
    /// <param name="deletion">The event that tells of it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False when somebody else has changed the stage since.</returns>
    public async ValueTask<bool> DeleteAsync(Versioned<Stage> stage, StageEvent deletion, CancellationToken cancellationToken)
    {
        // The deletion becomes the stage's last event first, so that it is in the history from the moment the stage is gone.
        var last = stage.Value with { LastEvent = deletion };
        if (await ReplaceAsync(stage, last, cancellationToken).ConfigureAwait(false) is not { } revision)
        {
            return false;
        }

        var copy = HistoryCopy(last, deletion);
        await store.PutAsync(copy.Key, copy.Body, copy.Condition, null, CancellationToken.None).ConfigureAwait(false);
        return await store.DeleteAsync(Keys.Stage(last.RestApiId, last.StageName), PutCondition.AtRevision(revision), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Reads a page of a stage's history, newest first. A deleted stage's history can still be read.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="limit">Most elements in the page, 1 or more.</param>
    /// <param name="position">The token of the page before, or null.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="Domain.Errors.ApiException">400: an unknown token.</exception>
    public async ValueTask<Page<StageEvent>> HistoryAsync(
        string apiId,
        string stageName,
        int limit,
        string? position,
        CancellationToken cancellationToken)
    {
        var events = new List<StageEvent>();
        var after = PagePosition.Decode(position);
        if (after is null && await GetAsync(apiId, stageName, cancellationToken).ConfigureAwait(false) is { } stage)
        {
            // The newest event is on the stage itself; a page that goes on behind its key never meets its copy.
            events.Add(stage.Value.LastEvent);
            after = Keys.HistoryEvent(apiId, stageName, stage.Value.LastEvent).Sort;
        }

        var query = new ItemQuery(Keys.ApiPartition(apiId), Keys.History(stageName)) { Descending = true, Limit = Math.Max(1, limit - events.Count), After = after };
        var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        if (events.Count == limit)
        {
            // Read only to know whether there is more.
            return new Page<StageEvent>(events, page.Items.Count == 0 ? null : PagePosition.Encode(after));
        }

        events.AddRange(page.Items.Select(item => StorageJson.Read(item.Body.Span, StageReader.StageEvent)));
        return new Page<StageEvent>(events, PagePosition.Encode(page.Continuation));
    }

    private static ItemPut HistoryCopy(Stage stage, StageEvent stageEvent) => new(
        Keys.HistoryEvent(stage.RestApiId, stage.StageName, stageEvent),
        StorageJson.Write(stageEvent, StorageJson.Default.StageEvent),
        PutCondition.None);

    private static Versioned<Stage> Read(Item item) => new(StorageJson.Read(item.Body.Span, StageReader.Stage), item.Revision);

    private static byte[] Body(Stage stage) => StorageJson.Write(stage, StorageJson.Default.Stage);
}
