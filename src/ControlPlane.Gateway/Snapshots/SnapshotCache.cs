using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>
/// The snapshots of all stages in use. A request never waits once a snapshot is there, except for the one load that follows a
/// notification. A store that fails leaves the last snapshot serving.
/// </summary>
internal sealed partial class SnapshotCache(
    IStageSource source,
    SnapshotCompiler compiler,
    TimeProvider time,
    TimeSpan? revalidateEvery,
    ILogger<SnapshotCache> logger)
{
    /// <summary>Seconds until a missing stage or a failed store is asked for again.</summary>
    private const int RetryAfterSeconds = 1;

    /// <summary>Names of stages that do not exist are forgotten beyond this many entries.</summary>
    private const int MaxEntries = 8192;

    private const int MaxKeyLength = 160;
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, StageEntry> _entries = new(StringComparer.Ordinal);
    private readonly DeploymentPlans _plans = new(source);
    private volatile Task _lastCheck = Task.CompletedTask;

    /// <summary>The comparison with the store that began last, and the load it led to; never fails.</summary>
    public Task LastCheck => _lastCheck;

    /// <summary>The place of a stage; whether the stage exists shows when it is loaded.</summary>
    /// <returns>Null when the names cannot be those of a stage.</returns>
    public StageEntry? Find(ReadOnlySpan<char> apiId, ReadOnlySpan<char> stageName)
    {
        if (apiId.IsEmpty || stageName.IsEmpty || apiId.Length + stageName.Length >= MaxKeyLength)
        {
            return null;
        }

        Span<char> key = stackalloc char[MaxKeyLength];
        apiId.CopyTo(key);
        key[apiId.Length] = '/';
        stageName.CopyTo(key[(apiId.Length + 1)..]);
        key = key[..(apiId.Length + 1 + stageName.Length)];
        return _entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var entry)
            ? entry
            : Add(key.ToString(), apiId, stageName);
    }

    /// <summary>The snapshot that serves a stage now, or null when there is no such stage.</summary>
    /// <param name="entry">The stage's place.</param>
    /// <param name="now">The current timestamp.</param>
    /// <exception cref="Exception">There is no snapshot yet and the store failed.</exception>
    public ValueTask<StageSnapshot?> GetAsync(StageEntry entry, long now)
    {
        var state = entry.Current;
        if (state is null || state.Generation != entry.Generation || now >= state.GoodUntil)
        {
            return WaitAsync(entry, now);
        }

        if (revalidateEvery is { } interval && state.Snapshot is not null && entry.TakeCheck(now, now + Jittered(interval)))
        {
            StartRevalidation(entry, state.Snapshot.Version);
        }

        return new(state.Snapshot);
    }

    /// <summary>A stage was created, changed or deleted: its next request loads it anew.</summary>
    public void StageChanged(string apiId, string stageName)
    {
        if (_entries.TryGetValue($"{apiId}/{stageName}", out var entry))
        {
            entry.Notify();
        }
    }

    /// <summary>All stages of an API are gone.</summary>
    public void ApiDeleted(string apiId)
    {
        foreach (var entry in _entries.Values.Where(entry => entry.ApiId == apiId))
        {
            entry.Notify();
        }
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    private StageEntry? Add(string key, ReadOnlySpan<char> apiId, ReadOnlySpan<char> stageName)
    {
        if (!IsName(apiId) || !IsName(stageName))
        {
            return null;
        }

        if (_entries.Count >= MaxEntries)
        {
            foreach (var (name, other) in _entries)
            {
                if (other.Current is { Snapshot: null })
                {
                    _entries.TryRemove(name, out _);
                }
            }
        }

        return _entries.GetOrAdd(key, new StageEntry(apiId.ToString(), stageName.ToString()));
    }

    private async ValueTask<StageSnapshot?> WaitAsync(StageEntry entry, long now)
    {
        while (true)
        {
            var state = entry.Current;
            var current = state is not null && state.Generation == entry.Generation;
            if (current && now < state!.GoodUntil)
            {
                return state.Snapshot;
            }

            var load = Load(entry);
            if (current && state!.Snapshot is not null)
            {
                return state.Snapshot;
            }

            await load.ConfigureAwait(false);
            now = time.GetTimestamp();
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

    private async Task LoadAsync(StageEntry entry, long generation)
    {
        StageEntry.State loaded;
        try
        {
            using var timeout = new CancellationTokenSource(LoadTimeout, time);
            var snapshot = await CompileAsync(entry, timeout.Token).ConfigureAwait(false);
            loaded = new(snapshot, generation, snapshot is null ? RetryAt() : long.MaxValue);
            entry.FailureLogged = false;
        }
        catch (Exception exception) when (entry.Current?.Snapshot is { } last)
        {
            if (!entry.FailureLogged)
            {
                entry.FailureLogged = true;
                ServingLast(entry.ApiId, entry.StageName, last.Version.Revision, exception);
            }

            loaded = new(last, generation, RetryAt());
        }

        lock (entry.Gate)
        {
            // A load that began later has seen more.
            if (entry.Current is not { } current || current.Generation <= generation)
            {
                entry.Current = loaded;
            }
        }
    }

    private async ValueTask<StageSnapshot?> CompileAsync(StageEntry entry, CancellationToken cancellationToken)
    {
        var configuration = await source.LoadStageAsync(entry.ApiId, entry.StageName, cancellationToken).ConfigureAwait(false);
        if (configuration is null)
        {
            return null;
        }

        var stage = configuration.Stage;
        var deployment = await _plans.GetAsync(entry.ApiId, stage.DeploymentId, cancellationToken).ConfigureAwait(false);
        var canary = stage.CanarySettings is null
            ? null
            : await _plans.GetAsync(entry.ApiId, stage.CanarySettings.DeploymentId, cancellationToken).ConfigureAwait(false);
        return compiler.Compile(configuration, deployment, canary);
    }

    /// <summary>A method of its own, so that the closure is made only when it is needed.</summary>
    private void StartRevalidation(StageEntry entry, StageVersion version) => _lastCheck = Task.Run(() => RevalidateAsync(entry, version));

    private async Task RevalidateAsync(StageEntry entry, StageVersion version)
    {
        try
        {
            using var timeout = new CancellationTokenSource(LoadTimeout, time);
            if (await source.ReadVersionAsync(entry.ApiId, entry.StageName, timeout.Token).ConfigureAwait(false) != version)
            {
                await Load(entry).ConfigureAwait(false);
            }
            else
            {
                entry.FailureLogged = false;
            }
        }
        catch (Exception exception)
        {
            if (!entry.FailureLogged)
            {
                entry.FailureLogged = true;
                ServingLast(entry.ApiId, entry.StageName, version.Revision, exception);
            }
        }
    }

    private long RetryAt() => time.GetTimestamp() + (RetryAfterSeconds * time.TimestampFrequency);

    private long Jittered(TimeSpan interval) =>
        (long)(interval.TotalSeconds * time.TimestampFrequency * (1 + (Random.Shared.NextDouble() / 10)));

    [LoggerMessage(Level = LogLevel.Error, Message = "Stage {ApiId}/{StageName} could not be read; revision {Revision} keeps serving.")]
    private partial void ServingLast(string apiId, string stageName, long revision, Exception exception);
}
