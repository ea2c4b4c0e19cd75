using System.Collections.Concurrent;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Admission.Keys;

/// <summary>
/// What keys use of their plans, and its reports to the store: off the request path, at once when the last is a second ago, else when it
/// is. So a process that dies loses a second's counts at most, and a quota is exceeded by what all routers let through in about that time.
/// </summary>
internal sealed partial class UsageReports : IDisposable
{
    /// <summary>Most pairs of keys and plans that are remembered while they are not in use.</summary>
    private const int MaxUses = 20_000;

    private const int MaxParallel = 8;
    private const int MaxFlushes = 3;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string PlanId, string KeyId), PlanUse> _uses = new();
    private readonly ConcurrentQueue<PlanUse> _waiting = new();
    private readonly Lock _gate = new();
    private readonly TimedReads _reads;
    private readonly IAccessSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private long _nextAt;
    private long _sayAt;
    private Task _last = Task.CompletedTask;

    public UsageReports(IAccessSource source, TimeProvider time, ILogger<UsageReports> logger)
    {
        (_source, _time, _logger) = (source, time, logger);
        _reads = new TimedReads(time);
        _timer = time.CreateTimer(_ => Start(force: true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The report that began last; never fails.</summary>
    public Task Last => Volatile.Read(ref _last);

    /// <summary>What a key uses of a plan.</summary>
    public PlanUse Find(string planId, string keyId)
    {
        if (_uses.Count > MaxUses)
        {
            foreach (var (pair, use) in _uses)
            {
                if (!use.IsQueued)
                {
                    _uses.TryRemove(KeyValuePair.Create(pair, use));
                }
            }
        }

        return _uses.GetOrAdd((planId, keyId), static (pair, clock) => new PlanUse(pair.PlanId, pair.KeyId, clock), _time);
    }

    /// <summary>Says that there is something to report of a use, or to ask.</summary>
    public void Touch(PlanUse use)
    {
        if (!use.TryQueue())
        {
            return;
        }

        _waiting.Enqueue(use);
        var wait = Volatile.Read(ref _nextAt) - _time.GetTimestamp();
        if (wait <= 0)
        {
            Start(force: false);
        }
        else
        {
            _timer.Change(_time.GetElapsedTime(0, wait), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Reads what the store knows of a use.</summary>
    /// <returns>False when it does not answer.</returns>
    public async Task<bool> LoadAsync(PlanUse use)
    {
        if (use.Settings is not { } quota)
        {
            return true;
        }

        var (first, last) = quota.PeriodOf(Today());
        try
        {
            var days = await _reads.WithinAsync(
                TimedReads.ReadTimeout, token => _source.ReadUsageAsync(use.PlanId, use.KeyId, first, last, token), CancellationToken.None).ConfigureAwait(false);
            use.Quota.Load(first, days);
            return true;
        }
        catch (Exception exception)
        {
            Say(exception);
            return false;
        }
    }

    /// <summary>Reports everything; completes when the store has been told, or does not answer.</summary>
    public async Task FlushAsync()
    {
        await Last.ConfigureAwait(false);
        for (var i = 0; i < MaxFlushes && !_waiting.IsEmpty; i++)
        {
            Start(force: true);
            await Last.ConfigureAwait(false);
        }
    }

    public void Dispose() => _timer.Dispose();

    private DateOnly Today() => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    private void Start(bool force)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (!_last.IsCompleted)
            {
                // What came meanwhile follows.
                _timer.Change(Every, Timeout.InfiniteTimeSpan);
                return;
            }

            if (force || now >= _nextAt)
            {
                Volatile.Write(ref _nextAt, now + (long)(Every.TotalSeconds * _time.TimestampFrequency));
                Volatile.Write(ref _last, Task.Run(ReportAllAsync));
            }
        }
    }

    private async Task ReportAllAsync()
    {
        var uses = new List<PlanUse>();
        while (uses.Count < MaxUses && _waiting.TryDequeue(out var use))
        {
            uses.Add(use);
        }

        await Parallel.ForEachAsync(
            uses, new ParallelOptions { MaxDegreeOfParallelism = MaxParallel }, async (use, _) => await ReportAsync(use).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task ReportAsync(PlanUse use)
    {
        // Before what it counts is taken: what is counted from now on is another report's.
        use.Dequeue();
        while (use.Quota.Report() is { Used: > 0 } usage)
        {
            var succeeded = false;
            try
            {
                succeeded = await _reads.WithinAsync(TimedReads.ReadTimeout, async token =>
                {
                    await _source.AddUsageAsync(use.PlanId, use.KeyId, usage, token).ConfigureAwait(false);
                    return true;
                }, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Say(exception);
            }

            use.Quota.Told(usage, succeeded);
            if (!succeeded)
            {
                Touch(use);
                return;
            }
        }

        await LoadAsync(use).ConfigureAwait(false);
    }

    // One record a minute for all keys.
    private void Say(Exception exception)
    {
        var now = _time.GetTimestamp();
        var due = Volatile.Read(ref _sayAt);
        if (now >= due && Interlocked.CompareExchange(ref _sayAt, now + (long)(SayEvery.TotalSeconds * _time.TimestampFrequency), due) == due)
        {
            Uncounted(exception);
        }
    }

    [LoggerMessage(
        EventId = 1006,
        EventName = "UsageUncounted",
        Level = LogLevel.Warning,
        Message = "What API keys use of their plans cannot be counted in the store now; it is counted here and reported later.")]
    private partial void Uncounted(Exception exception);
}
