using System.Collections.Concurrent;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Mirroring;

/// <summary>
/// Hands what mirroring has found to the sink, off the request path: when a request comes and the last time is ten seconds ago, and when nobody
/// comes, ten seconds after. What the sink does not take it gets the next time.
/// </summary>
internal sealed partial class MirroringReports : IDisposable
{
    private const int MaxFlushes = 3;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<FindingsKey, RouteFindings> _findings = new();
    private readonly IMirroringSink _sink;
    private readonly TimeProvider _time;
    private readonly TimedReads _reads;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private long _nextAt;
    private long _sayAt;
    private int _counting;
    private Task _last = Task.CompletedTask;

    public MirroringReports(IMirroringSink sink, TimeProvider time, ILogger<MirroringReports> logger)
    {
        (_sink, _time, _logger, _reads) = (sink, time, logger, new TimedReads(time));
        _timer = time.CreateTimer(_ => Start(force: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The report that began last; never fails.</summary>
    public Task Last => Volatile.Read(ref _last);

    /// <summary>The findings of a route.</summary>
    public RouteFindings Of(FindingsKey key) => _findings.GetOrAdd(key, static key => new RouteFindings(key));

    /// <summary>Begins a report when one is due.</summary>
    /// <param name="now">The time provider's timestamp.</param>
    public void Poll(long now)
    {
        if (Volatile.Read(ref _counting) != 0 && now >= Volatile.Read(ref _nextAt))
        {
            Start(force: false);
        }
    }

    /// <summary>Says that something was found.</summary>
    public void Touch()
    {
        if (Volatile.Read(ref _counting) == 0 && Interlocked.Exchange(ref _counting, 1) == 0)
        {
            _timer.Change(Every, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Reports everything; completes when the sink has been told, or does not answer. Never fails.</summary>
    public async Task FlushAsync()
    {
        for (var i = 0; i < MaxFlushes; i++)
        {
            await Last.ConfigureAwait(false);
            if (Volatile.Read(ref _counting) == 0)
            {
                return;
            }

            Start(force: true);
        }

        await Last.ConfigureAwait(false);
    }

    public void Dispose() => _timer.Dispose();

    private void Start(bool force)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (!_last.IsCompleted)
            {
                _timer.Change(Every, Timeout.InfiniteTimeSpan);
            }
            else if (force || now >= _nextAt)
            {
                Volatile.Write(ref _nextAt, now + (long)(Every.TotalSeconds * _time.TimestampFrequency));
                Volatile.Write(ref _last, Task.Run(ReportAsync));
            }
            else
            {
                _timer.Change(_time.GetElapsedTime(now, _nextAt), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private async Task ReportAsync()
    {
        // Before anything is taken: what is found from now on calls for another report.
        Volatile.Write(ref _counting, 0);
        Exception? failure = null;
        foreach (var (key, route) in _findings)
        {
            if (failure is not null || route.Take() is not { } findings)
            {
                continue;
            }

            try
            {
                await _reads.WithinAsync(TimedReads.ReadTimeout, async token =>
                {
                    await _sink.AddAsync(key.ApiId, key.StageName, findings, token).ConfigureAwait(false);
                    return true;
                }, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failure = exception;
                route.Add(findings);
            }
        }

        if (failure is not null)
        {
            Say(failure);
            Touch();
        }
    }

    private void Say(Exception exception)
    {
        var now = _time.GetTimestamp();
        if (now >= _sayAt)
        {
            _sayAt = now + (long)(SayEvery.TotalSeconds * _time.TimestampFrequency);
            Unreported(exception);
        }
    }

    [LoggerMessage(
        EventId = 1013,
        EventName = "MirroringUnreported",
        Level = LogLevel.Warning,
        Message = "What mirroring has found cannot be stored now; it is kept here and stored later.")]
    private partial void Unreported(Exception exception);
}
