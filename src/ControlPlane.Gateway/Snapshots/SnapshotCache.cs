using ControlPlane.Gateway.Responses;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>
/// The snapshots of all stages in use. A store that fails leaves the last snapshot serving. Once a snapshot is there a request waits
/// in two cases only: for the one load that follows a notification, and, where there are no notifications, for the comparison of
/// revisions when the last that succeeded is two intervals ago (a process that was asleep). So what was stored that long ago is served.
/// </summary>
internal sealed class SnapshotCache : IDisposable
{
    /// <summary>How long a request waits for an overdue comparison before it is served by what there is.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long nobody waits for a comparison after one that failed.</summary>
    public static readonly TimeSpan Impatience = TimeSpan.FromSeconds(10);

    /// <summary>Seconds until a missing stage or a failed store is asked for again.</summary>
    private const int RetryAfterSeconds = 1;

    /// <summary>A stage without requests for this long is in use no more, as far as its age matters.</summary>
    private static readonly TimeSpan InUse = TimeSpan.FromMinutes(5);

    private readonly StageEntries _entries = new();
    private readonly TimedStageSource _source;
    private readonly SnapshotCompiler _compiler;
    private readonly TimeProvider _time;
    private readonly TimeSpan? _interval;
    private readonly DeploymentPlans _plans;
    private readonly SnapshotMetrics _metrics;
    private readonly SnapshotHealth _health;
    private volatile Task _lastCheck = Task.CompletedTask;

    /// <param name="source">The store.</param>
    /// <param name="compiler">Makes snapshots.</param>
    /// <param name="time">The clock.</param>
    /// <param name="revalidateEvery">How often revisions are compared, at most; null when every change is notified.</param>
    /// <param name="logger">Hears of failures.</param>
    public SnapshotCache(IStageSource source, SnapshotCompiler compiler, TimeProvider time, TimeSpan? revalidateEvery, ILogger<SnapshotCache> logger)
    {
        (_compiler, _time, _interval) = (compiler, time, revalidateEvery);
        _source = new TimedStageSource(source, time);
        _plans = new DeploymentPlans(_source);
        _metrics = new SnapshotMetrics(this, Ages);
        _health = new SnapshotHealth(time, _metrics, logger);
    }

    /// <summary>The comparison with the store that began last, and the load it led to; never fails.</summary>
    public Task LastCheck => _lastCheck;

    /// <summary>The place of a stage; whether the stage exists shows when it is loaded.</summary>
    /// <returns>Null when the names cannot be those of a stage.</returns>
    public StageEntry? Find(ReadOnlySpan<char> apiId, ReadOnlySpan<char> stageName) => _entries.Find(apiId, stageName);

    /// <summary>The snapshot that serves a stage now, or null when there is no such stage.</summary>
    /// <param name="entry">The stage's place.</param>
    /// <param name="now">The current timestamp.</param>
    /// <exception cref="GatewayFailure">503: there is no snapshot yet and the store failed.</exception>
    public ValueTask<StageSnapshot?> GetAsync(StageEntry entry, long now)
    {
        var state = entry.Current;
        if (state is null || state.Generation != entry.Generation || now >= state.GoodUntil)
        {
            return LoadedAsync(entry, now);
        }

        return _interval is not null && state.Snapshot is not null && entry.NeedsCheck(now)
            ? CheckedAsync(entry, state.Snapshot, now)
            : new(state.Snapshot);
    }

    /// <summary>A stage was created, changed or deleted: its next request loads it anew.</summary>
    public void StageChanged(string apiId, string stageName) => _entries.FindExisting(apiId, stageName)?.Notify();

    /// <summary>All stages of an API are gone.</summary>
    public void ApiDeleted(string apiId)
    {
        foreach (var entry in _entries.All.Where(entry => entry.ApiId == apiId))
        {
            entry.Notify();
        }
    }

    public void Dispose() => _metrics.Dispose();

    private static GatewayFailure Unavailable(Exception? cause) =>
        new(GatewayError.ServiceUnavailable, "The stage's configuration cannot be read.", cause);

    private static void Publish(StageEntry entry, StageEntry.State loaded)
    {
        lock (entry.Gate)
        {
            // A load that began later has seen more.
            if (entry.Current is not { } current || current.Generation <= loaded.Generation)
            {
                entry.Current = loaded;
            }
        }
    }

    private async ValueTask<StageSnapshot?> LoadedAsync(StageEntry entry, long now)
    {
        while (true)
        {
            var state = entry.Current;
            var current = state is not null && state.Generation == entry.Generation;
            if (current && now < state!.GoodUntil)
            {
                return state.Snapshot;
            }

            if (now < entry.RefusedUntil)
            {
                throw Unavailable(null);
            }

            var load = Load(entry);
            if (current && state!.Snapshot is not null)
            {
                return state.Snapshot;
            }

            await load.ConfigureAwait(false);
            now = _time.GetTimestamp();
            if (entry.Current is { } loaded && loaded.Generation == entry.Generation)
            {
                return loaded.Snapshot;
            }
        }
    }

    /// <summary>The load that sees everything up to the latest notification: the one under way, or a new one behind it.</summary>
    private Task Load(StageEntry entry)
    {
        lock (entry.Gate)
        {
            var generation = entry.Generation;
            if (entry.Loading is not { IsCompleted: false } || entry.LoadingGeneration != generation)
            {
                entry.LoadingGeneration = generation;
                entry.Loading = Task.Run(() => LoadAsync(entry, generation));
            }

            return entry.Loading;
        }
    }

    /// <exception cref="GatewayFailure">503: there was no snapshot before, and the store failed.</exception>
    private async Task LoadAsync(StageEntry entry, long generation)
    {
        var began = _time.GetTimestamp();
        try
        {
            var snapshot = await CompileAsync(entry).ConfigureAwait(false);
            Publish(entry, new(snapshot, generation, snapshot is null ? RetryAt() : long.MaxValue));
            Confirm(entry, began);
        }
        catch (Exception exception)
        {
            Fail(entry, exception);
            if (entry.Current?.Snapshot is not { } last)
            {
                entry.RefusedUntil = RetryAt();
                throw Unavailable(exception);
            }

            Publish(entry, new(last, generation, RetryAt()));
        }
    }

    private async ValueTask<StageSnapshot?> CompileAsync(StageEntry entry)
    {
        var configuration = await _source.LoadStageAsync(entry.ApiId, entry.StageName, CancellationToken.None).ConfigureAwait(false);
        if (configuration is null)
        {
            return null;
        }

        var stage = configuration.Stage;
        var deployment = await _plans.GetAsync(entry.ApiId, stage.DeploymentId, CancellationToken.None).ConfigureAwait(false);
        var canary = stage.CanarySettings is null
            ? null
            : await _plans.GetAsync(entry.ApiId, stage.CanarySettings.DeploymentId, CancellationToken.None).ConfigureAwait(false);
        return _compiler.Compile(configuration, deployment, canary);
    }

    private ValueTask<StageSnapshot?> CheckedAsync(StageEntry entry, StageSnapshot snapshot, long now)
    {
        var check = Check(entry, snapshot.Version, now);
        return now < entry.StaleAt || check.IsCompleted ? new(entry.Current?.Snapshot) : AwaitAsync(entry, check);
    }

    private async ValueTask<StageSnapshot?> AwaitAsync(StageEntry entry, Task check)
    {
        try
        {
            await check.WaitAsync(Patience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            entry.StaleAt = After(Impatience);
        }

        return entry.Current?.Snapshot;
    }

    /// <summary>The comparison under way, or a new one when it is due.</summary>
    private Task Check(StageEntry entry, StageVersion version, long now)
    {
        lock (entry.Gate)
        {
            var underWay = entry.Checking is { IsCompleted: false };
            if (!underWay && !entry.NeedsCheck(now))
            {
                return Task.CompletedTask;
            }

            entry.NextCheck = NextCheck(now);
            if (!underWay)
            {
                _lastCheck = entry.Checking = Task.Run(() => CompareAsync(entry, version, now));
            }

            return entry.Checking!;
        }
    }

    private async Task CompareAsync(StageEntry entry, StageVersion version, long began)
    {
        try
        {
            if (await _source.ReadVersionAsync(entry.ApiId, entry.StageName, CancellationToken.None).ConfigureAwait(false) == version)
            {
                Confirm(entry, began);
            }
            else
            {
                await Load(entry).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Fail(entry, exception);
        }
    }

    private void Confirm(StageEntry entry, long began)
    {
        entry.CheckedAt = Math.Max(entry.CheckedAt, began);
        entry.RefusedUntil = 0;
        if (_interval is { } interval)
        {
            entry.StaleAt = began + Ticks(2 * interval);
            entry.NextCheck = Math.Max(entry.NextCheck, NextCheck(began));
        }

        _health.Succeeded(entry);
    }

    private void Fail(StageEntry entry, Exception exception)
    {
        entry.StaleAt = After(Impatience);
        _health.Failed(entry, exception);
    }

    private IEnumerable<(StageEntry Entry, double Seconds)> Ages()
    {
        var now = _time.GetTimestamp();
        foreach (var entry in _entries.All)
        {
            if (entry.Current?.Snapshot is null || (_interval is not null && now > entry.NextCheck + Ticks(InUse)))
            {
                continue;
            }

            // Where every change is notified, a snapshot is current until a read fails.
            var current = _interval is null && !entry.Trouble.IsPresent;
            yield return (entry, current ? 0 : _time.GetElapsedTime(entry.CheckedAt, now).TotalSeconds);
        }
    }

    private long RetryAt() => After(TimeSpan.FromSeconds(RetryAfterSeconds));

    private long After(TimeSpan span) => _time.GetTimestamp() + Ticks(span);

    /// <summary>An interval later, and up to a quarter more, so that routers that began together do not ask together for ever.</summary>
    private long NextCheck(long now) => now + (long)(Ticks(_interval!.Value) * (1 + (Random.Shared.NextDouble() / 4)));

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
