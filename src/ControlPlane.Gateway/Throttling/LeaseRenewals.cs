using System.Collections.Concurrent;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Throttling;

/// <summary>Renews leases beside the requests, a few at a time.</summary>
/// <param name="source">Where routers tell each other.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of failures.</param>
internal sealed partial class LeaseRenewals(ILeaseSource source, TimeProvider time, ILogger<LeaseRenewals> logger)
{
    private const int MaxParallel = 8;

    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SeenFor = TimeSpan.FromSeconds(10);
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = MaxParallel };

    private readonly ConcurrentQueue<LeasedBucket> _due = new();
    private readonly Lock _gate = new();
    private readonly TimedReads _calls = new(time);
    private bool _isRunning;
    private long _sayAt;
    private long _seenUntil;
    private int _routers = 1;
    private Task _last = Task.CompletedTask;

    /// <summary>The renewals that began last; never fails.</summary>
    public Task Last => Volatile.Read(ref _last);

    /// <summary>Routers that were seen lately, this one included.</summary>
    public int Routers => Volatile.Read(ref _routers);

    /// <summary>Renews a lease soon.</summary>
    public void Queue(LeasedBucket bucket)
    {
        _due.Enqueue(bucket);
        lock (_gate)
        {
            if (!_isRunning)
            {
                _isRunning = true;
                Volatile.Write(ref _last, Task.Run(RenewAllAsync));
            }
        }
    }

    private async Task RenewAllAsync()
    {
        while (true)
        {
            var due = new List<LeasedBucket>();
            while (_due.TryDequeue(out var bucket))
            {
                due.Add(bucket);
            }

            await Parallel.ForEachAsync(due, Parallelism, async (bucket, _) => await RenewAsync(bucket).ConfigureAwait(false)).ConfigureAwait(false);
            lock (_gate)
            {
                if (_due.IsEmpty)
                {
                    _isRunning = false;
                    return;
                }
            }
        }
    }

    private async Task RenewAsync(LeasedBucket bucket)
    {
        try
        {
            var routers = await _calls.WithinAsync(TimedReads.ReadTimeout, async token =>
            {
                await bucket.RenewAsync(source, token).ConfigureAwait(false);
                return bucket.Routers;
            }, CancellationToken.None).ConfigureAwait(false);
            See(routers);
        }
        catch (Exception exception)
        {
            Say(exception);
        }
    }

    private void See(int routers)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (routers >= _routers || now >= _seenUntil)
            {
                Volatile.Write(ref _routers, routers);
                _seenUntil = now + Ticks(SeenFor);
            }
        }
    }

    // One record a minute for all buckets.
    private void Say(Exception exception)
    {
        var now = time.GetTimestamp();
        var due = Volatile.Read(ref _sayAt);
        if (now >= due && Interlocked.CompareExchange(ref _sayAt, now + Ticks(SayEvery), due) == due)
        {
            Unshared(exception);
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    [LoggerMessage(
        EventId = 1007,
        EventName = "ThrottlesUnshared",
        Level = LogLevel.Warning,
        Message = "What throttled methods let through cannot be shared with other routers now; this one keeps to an even part of each limit.")]
    private partial void Unshared(Exception exception);
}
