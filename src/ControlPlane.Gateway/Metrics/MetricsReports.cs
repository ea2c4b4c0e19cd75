using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Metrics;

/// <summary>
/// Hands what is counted to the sinks, off the request path: when a request comes and the last time is ten seconds ago, and when nobody
/// comes, ten seconds after. A sink that fails gets it the next time. What a sink took without saying so in time it gets twice.
/// </summary>
internal sealed partial class MetricsReports : IDisposable
{
    private const int MaxFlushes = 3;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EveryHurried = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly StageMetrics _metrics;
    private readonly MetricsOutlet[] _outlets;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private long _nextAt;
    private long _lastAt;
    private int _hurried;
    private long _sayAt;
    private int _counting;
    private Task _last = Task.CompletedTask;

    public MetricsReports(StageMetrics metrics, IReadOnlyList<IMetricsSink> sinks, TimeProvider time, ILogger<MetricsReports> logger)
    {
        (_metrics, _time, _logger) = (metrics, time, logger);
        var reads = new TimedReads(time);
        _outlets = [.. sinks.Select(sink => new MetricsOutlet(sink, reads))];
        _timer = time.CreateTimer(_ => Start(force: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether anybody wants to know.</summary>
    public bool AreWanted => _outlets.Length > 0;

    /// <summary>The report that began last; never fails.</summary>
    public Task Last => Volatile.Read(ref _last);

    /// <summary>Begins a report when one is due: while a request is served, since the process may stand still when none is.</summary>
    /// <param name="now">The time provider's timestamp.</param>
    public void Poll(long now)
    {
        if (Volatile.Read(ref _counting) != 0 && now >= Volatile.Read(ref _nextAt))
        {
            Start(force: false);
        }
    }

    /// <summary>Says that something was counted.</summary>
    /// <param name="hurry">True when somebody waits for it: a rollout watches the stage. Then it is told after two seconds.</param>
    public void Touch(bool hurry = false)
    {
        if (hurry && Volatile.Read(ref _hurried) == 0)
        {
            Hurry();
        }

        if (Volatile.Read(ref _counting) == 0 && Interlocked.Exchange(ref _counting, 1) == 0)
        {
            _timer.Change(Every, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Reports everything; completes when the sinks have been told, or do not answer. Never fails.</summary>
    public async Task FlushAsync()
    {
        for (var i = 0; i < MaxFlushes; i++)
        {
            await Last.ConfigureAwait(false);
            Start(force: true);
            await Last.ConfigureAwait(false);
            if (Volatile.Read(ref _counting) == 0)
            {
                return;
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Start(bool force)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (!_last.IsCompleted)
            {
                // What came meanwhile follows.
                _timer.Change(Every, Timeout.InfiniteTimeSpan);
            }
            else if (force || now >= _nextAt)
            {
                _lastAt = now;
                Volatile.Write(ref _hurried, 0);
                Volatile.Write(ref _nextAt, now + Ticks(Every));
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
        // Before the counts are taken: what is counted from now on calls for another report.
        Volatile.Write(ref _counting, 0);
        foreach (var metrics in _metrics.Drain())
        {
            foreach (var outlet in _outlets)
            {
                outlet.Add(metrics);
            }
        }

        var lost = 0;
        Exception? failure = null;
        foreach (var outlet in _outlets)
        {
            lost += outlet.TakeLost();
            failure = await outlet.SendAsync().ConfigureAwait(false) ?? failure;
        }

        if (failure is not null)
        {
            Say(failure);
            Touch();
        }

        if (lost > 0)
        {
            Lost(lost);
        }
    }

    // Until the next report, which begins with no hurry again.
    private void Hurry()
    {
        lock (_gate)
        {
            if (_hurried == 0)
            {
                Volatile.Write(ref _hurried, 1);
                var now = _time.GetTimestamp();
                var soon = Math.Max(now, _lastAt + Ticks(EveryHurried));
                if (soon < _nextAt)
                {
                    Volatile.Write(ref _nextAt, soon);
                }

                _timer.Change(soon > now ? _time.GetElapsedTime(now, soon) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                Volatile.Write(ref _counting, 1);
            }
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    private void Say(Exception exception)
    {
        var now = _time.GetTimestamp();
        if (now >= _sayAt)
        {
            _sayAt = now + Ticks(SayEvery);
            Unreported(exception);
        }
    }

    [LoggerMessage(
        EventId = 1011,
        EventName = "MetricsUnreported",
        Level = LogLevel.Warning,
        Message = "The metrics of stages cannot be stored now; they are kept here and stored later.")]
    private partial void Unreported(Exception exception);

    [LoggerMessage(
        EventId = 1012,
        EventName = "MetricsLost",
        Level = LogLevel.Error,
        Message = "The metrics of stages could not be stored for too long: those of {Minutes} minutes, the oldest, are lost.")]
    private partial void Lost(int minutes);
}
