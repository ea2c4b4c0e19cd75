using System.Collections.Concurrent;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Admission.Keys;

/// <summary>
/// API keys by value with their plans, each read when it is first used, and the values known to be none. All of them are read anew,
/// as they are used, after something has changed. A store that fails leaves what was read last.
/// </summary>
/// <param name="source">The store.</param>
/// <param name="reports">What keys use.</param>
/// <param name="time">The clock.</param>
/// <param name="revalidateEvery">How often the store is asked whether something has changed, at most; null when every change is notified.</param>
/// <param name="logger">Hears of failures.</param>
internal sealed partial class KeyCache(IAccessSource source, UsageReports reports, TimeProvider time, TimeSpan? revalidateEvery, ILogger<KeyCache> logger)
{
    private const int MaxKeys = 20_000;
    private const int MaxUnknown = 4096;
    private const int RetryAfterSeconds = 1;

    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private readonly TimedReads _reads = new(time);
    private readonly ConcurrentDictionary<string, Entry> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Entry> _unknown = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<Entry>>> _asked = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private Plans _plans = new(0);
    private long? _mark;
    private long _generation;
    private long _nextCheck;
    private long _staleAt;
    private long _sayAt;
    private Task _lastCheck = Task.CompletedTask;

    /// <summary>The comparison with the store that began last; never fails.</summary>
    public Task LastCheck => Volatile.Read(ref _lastCheck);

    /// <summary>Something has changed: keys are read anew when they are next used.</summary>
    public void Changed() => Interlocked.Increment(ref _generation);

    /// <summary>The key with a value and its plans, or null when there is none.</summary>
    /// <param name="value">What the caller sent.</param>
    /// <param name="now">The current timestamp.</param>
    /// <exception cref="GatewayFailure">503: the key is not known yet and the store failed.</exception>
    public ValueTask<KeyHolder?> FindAsync(string value, long now)
    {
        if (value.Length is < ApiKeyRules.MinLength or > ApiKeyRules.MaxLength)
        {
            return default;
        }

        if (revalidateEvery is not null && now >= Volatile.Read(ref _nextCheck))
        {
            var check = Check(now);
            if (now >= Volatile.Read(ref _staleAt) && !check.IsCompleted)
            {
                return CheckedAsync(value, check);
            }
        }

        return Known(value) is { } entry && entry.Generation == Volatile.Read(ref _generation) && now < entry.GoodUntil
            ? new(entry.Holder)
            : ReadAsync(value);
    }

    private Entry? Known(string value) => _keys.TryGetValue(value, out var entry) || _unknown.TryGetValue(value, out entry) ? entry : null;

    private async ValueTask<KeyHolder?> CheckedAsync(string value, Task check)
    {
        try
        {
            await check.WaitAsync(SnapshotCache.Patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Volatile.Write(ref _staleAt, After(SnapshotCache.Impatience));
        }

        return Known(value) is { } entry && entry.Generation == Volatile.Read(ref _generation) ? entry.Holder : await ReadAsync(value).ConfigureAwait(false);
    }

    private Task Check(long now)
    {
        lock (_gate)
        {
            if (_lastCheck.IsCompleted && now >= _nextCheck)
            {
                Volatile.Write(ref _nextCheck, now + Ticks(revalidateEvery!.Value));
                Volatile.Write(ref _lastCheck, Task.Run(() => CompareAsync(now)));
            }

            return _lastCheck;
        }
    }

    private async Task CompareAsync(long began)
    {
        try
        {
            var mark = await _reads.WithinAsync(TimedReads.ReadTimeout, source.ReadMarkAsync, CancellationToken.None).ConfigureAwait(false);
            if (mark != _mark)
            {
                _mark = mark;
                Changed();
            }

            Volatile.Write(ref _staleAt, began + Ticks(2 * revalidateEvery!.Value));
        }
        catch (Exception exception)
        {
            Volatile.Write(ref _staleAt, After(SnapshotCache.Impatience));
            Say(exception);
        }
    }

    private async ValueTask<KeyHolder?> ReadAsync(string value)
    {
        // One read for all requests that come meanwhile, and another for those that come after a change.
        var generation = Volatile.Read(ref _generation);
        var asked = _asked.GetOrAdd($"{generation}/{value}", static (_, state) => new Lazy<Task<Entry>>(() => state.Self.LoadAsync(state.value, state.generation)), (Self: this, value, generation));
        try
        {
            return (await asked.Value.ConfigureAwait(false)).Holder;
        }
        finally
        {
            _asked.TryRemove(KeyValuePair.Create($"{generation}/{value}", asked));
        }
    }

    private async Task<Entry> LoadAsync(string value, long generation)
    {
        try
        {
            var key = await _reads.WithinAsync(TimedReads.ReadTimeout, token => source.FindKeyAsync(ApiKeyRules.DigestOf(value), token), CancellationToken.None).ConfigureAwait(false);
            return Keep(value, new Entry(key is null ? null : await HolderAsync(key, generation).ConfigureAwait(false), generation, long.MaxValue));
        }
        catch (Exception exception)
        {
            Say(exception);
            return Known(value) is { } last
                ? Keep(value, last with { Generation = generation, GoodUntil = After(TimeSpan.FromSeconds(RetryAfterSeconds)) })
                : throw new GatewayFailure(GatewayError.ServiceUnavailable, "The API key cannot be read.", exception);
        }
    }

    private async Task<KeyHolder> HolderAsync(ApiKey key, long generation)
    {
        var plans = new List<KeyPlan>(key.UsagePlanIds.Count);
        foreach (var planId in key.UsagePlanIds)
        {
            if (await PlanAsync(planId, generation).ConfigureAwait(false) is not { } plan)
            {
                continue;
            }

            var use = reports.Find(planId, key.Id);
            use.Settings = plan.Quota;

            // Quotas are best effort: when the store does not answer now, it counts what it can.
            await reports.LoadAsync(use).ConfigureAwait(false);
            plans.Add(new KeyPlan(plan, use));
        }

        return new KeyHolder(key, [.. plans]);
    }

    /// <summary>A plan, read once for all its keys.</summary>
    private async Task<UsagePlan?> PlanAsync(string planId, long generation)
    {
        var plans = Volatile.Read(ref _plans);
        if (plans.Generation < generation)
        {
            Volatile.Write(ref _plans, plans = new Plans(generation));
        }

        if (!plans.ById.TryGetValue(planId, out var plan))
        {
            plan = await _reads.WithinAsync(TimedReads.ReadTimeout, token => source.LoadPlanAsync(planId, token), CancellationToken.None).ConfigureAwait(false);
            plans.ById[planId] = plan;
        }

        return plan;
    }

    private Entry Keep(string value, Entry entry)
    {
        var (place, other, most) = entry.Holder is null ? (_unknown, _keys, MaxUnknown) : (_keys, _unknown, MaxKeys);
        if (place.Count >= most)
        {
            place.Clear();
        }

        // A read that began later has seen more.
        var kept = place.AddOrUpdate(value, entry, (_, present) => present.Generation > entry.Generation ? present : entry);
        if (ReferenceEquals(kept, entry))
        {
            other.TryRemove(value, out _);
        }

        return kept;
    }

    private void Say(Exception exception)
    {
        var now = time.GetTimestamp();
        var due = Volatile.Read(ref _sayAt);
        if (now >= due && Interlocked.CompareExchange(ref _sayAt, now + Ticks(SayEvery), due) == due)
        {
            Unreadable(exception);
        }
    }

    private long After(TimeSpan span) => time.GetTimestamp() + Ticks(span);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    [LoggerMessage(
        EventId = 1005,
        EventName = "ApiKeysUnreadable",
        Level = LogLevel.Warning,
        Message = "API keys or usage plans could not be read; those that were read last keep serving.")]
    private partial void Unreadable(Exception exception);

    private sealed record Entry(KeyHolder? Holder, long Generation, long GoodUntil);

    private sealed class Plans(long generation)
    {
        public long Generation { get; } = generation;

        public ConcurrentDictionary<string, UsagePlan?> ById { get; } = new(StringComparer.Ordinal);
    }
}
