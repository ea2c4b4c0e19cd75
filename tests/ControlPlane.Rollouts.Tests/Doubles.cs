using System.Collections.Concurrent;
using ControlPlane.Storage.Items;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Rollouts.Tests;

/// <summary>A clock that stands still until it is put forward; its timers fire when it passes them.</summary>
internal sealed class TestClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(double seconds)
    {
        List<Timer> due;
        lock (_gate)
        {
            _now += TimeSpan.FromSeconds(seconds);
            due = [.. _timers.Where(timer => timer.At <= _now)];
            _timers.RemoveAll(due.Contains);
        }

        due.ForEach(timer => timer.Fire());
    }

    private sealed class Timer(TestClock clock, Action fire) : ITimer
    {
        public DateTimeOffset At { get; private set; }

        public Action Fire => fire;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    At = clock._now + dueTime;
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>A store whose writes can be made to fail or to meet somebody else's.</summary>
internal sealed class FailingStore(IItemStore inner) : IItemStore
{
    public Func<ItemKey, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public Func<ItemKey, Task> BeforeDelete { get; set; } = _ => Task.CompletedTask;

    public bool Down { get; set; }

    public ValueTask<Item?> GetAsync(ItemKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

    public ValueTask<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellationToken = default) =>
        Down ? throw new StoreUnavailableException("made to fail") : inner.QueryAsync(query, cancellationToken);

    public async ValueTask<long?> PutAsync(ItemKey key, ReadOnlyMemory<byte> body, PutCondition condition, DateTimeOffset? expiresAt = null, CancellationToken cancellationToken = default)
    {
        await BeforeWrite(key);
        return await inner.PutAsync(key, body, condition, expiresAt, cancellationToken);
    }

    public async ValueTask<long?> PutInOrderAsync(IReadOnlyList<ItemPut> puts, CancellationToken cancellationToken = default)
    {
        await BeforeWrite(puts[^1].Key);
        return await inner.PutInOrderAsync(puts, cancellationToken);
    }

    public async ValueTask<bool> DeleteAsync(ItemKey key, PutCondition condition, CancellationToken cancellationToken = default)
    {
        await BeforeDelete(key);
        return await inner.DeleteAsync(key, condition, cancellationToken);
    }

    public ValueTask AddAsync(ItemKey key, IReadOnlyDictionary<string, long> deltas, DateTimeOffset? expiresAt = null, CancellationToken cancellationToken = default) =>
        inner.AddAsync(key, deltas, expiresAt, cancellationToken);

    public ValueTask<IReadOnlyList<CounterItem>> GetCountersAsync(string partition, string fromSort, string toSort, CancellationToken cancellationToken = default) =>
        inner.GetCountersAsync(partition, fromSort, toSort, cancellationToken);
}

/// <summary>Keeps what was logged.</summary>
internal sealed class TestLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue((logLevel, formatter(state, exception)));

    public void Dispose()
    {
    }
}
