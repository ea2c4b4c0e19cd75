using System.Collections.Concurrent;
using ControlPlane.Storage.Items;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Rollouts.Tests;

/// <summary>A store whose writes can be made to fail or to meet somebody else's.</summary>
internal sealed class FailingStore(IItemStore inner) : IItemStore
{
    public Func<ItemKey, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public Func<ItemKey, Task> BeforeDelete { get; set; } = _ => Task.CompletedTask;

    public bool Down { get; set; }

    public ValueTask<Item?> GetAsync(ItemKey key, CancellationToken cancellationToken = default) => Down ? throw new StoreUnavailableException("made to fail") : inner.GetAsync(key, cancellationToken);

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
