using System.Collections.Concurrent;
using System.Threading.Channels;
using ControlPlane.Storage.Items;
using Microsoft.Data.Sqlite;

namespace ControlPlane.Storage.Sqlite;

/// <summary>
/// <see cref="IItemStore"/> over one SQLite file. Readers run side by side on the caller's thread; writes go through a single
/// writer that commits whatever has queued up in one transaction, so that many concurrent writers share one flush to disk.
/// </summary>
public sealed class SqliteItemStore : IItemStore, IAsyncDisposable
{
    // Large enough to share a flush among all callers of one machine, small enough to keep a transaction short.
    private const int _maxBatch = 256;
    private static readonly ItemKey _nowhere = new("-", "-");
    private static readonly TimeSpan _purgeEvery = TimeSpan.FromHours(1);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly SqliteConnection _writer;
    private readonly SqliteStatements _statements;
    private readonly ConcurrentBag<SqliteReader> _readers = [];

    // SQLite settles who may move a read mark by trying again, and this build of it, having no finer sleep, sleeps whole
    // seconds between tries. So the connections of this process never meet there: readers wait while a batch commits, and
    // with it for another process that holds the file (a host keeps others off its data folder).
    private readonly ReaderWriterLockSlim _turns = new();
    private readonly Channel<SqliteWrite> _queue = Channel.CreateBounded<SqliteWrite>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Task _loop;
    private SqliteReader? _marker;
    private DateTimeOffset _purgedAt;
    private volatile bool _closed;

    private SqliteItemStore(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        SQLitePCL.Batteries_V2.Init();
        _writer = SqliteSchema.Open(path);
        try
        {
            SqliteSchema.Ensure(_writer, path);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }

        _statements = new SqliteStatements(_writer);
        _loop = Task.Run(WriteLoopAsync);
    }

    /// <summary>Opens a store file, creating it and its folder when they are not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock that expiry is judged by.</param>
    /// <exception cref="InvalidDataException">The file was written by a newer version of this program.</exception>
    /// <exception cref="StoreUnavailableException">The file cannot be opened or is not a store.</exception>
    public static SqliteItemStore Open(string path, TimeProvider time)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new SqliteItemStore(path, time);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"Cannot open the store {path}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Item?> GetAsync(ItemKey key, CancellationToken cancellationToken = default) =>
        Read(reader => reader.Get(key, Now()), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellationToken = default) =>
        Read(reader => reader.Query(query, Now()), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CounterItem>> GetCountersAsync(
        string partition,
        string fromSort,
        string toSort,
        CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<CounterItem>>(reader => reader.Counters(partition, fromSort, toSort, Now()), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> PutAsync(
        ItemKey key,
        ReadOnlyMemory<byte> body,
        PutCondition condition,
        DateTimeOffset? expiresAt = null,
        CancellationToken cancellationToken = default) =>
        PutInOrderAsync([new ItemPut(key, body, condition, expiresAt)], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> PutInOrderAsync(IReadOnlyList<ItemPut> puts, CancellationToken cancellationToken = default)
    {
        foreach (var put in puts)
        {
            if (put.Body.Length > ItemLimits.MaxBodyBytes)
            {
                throw new ItemTooLargeException(put.Key, put.Body.Length);
            }
        }

        return WriteAsync(new PutWrite(puts), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(ItemKey key, PutCondition condition, CancellationToken cancellationToken = default)
    {
        if (condition.Rule == PutCondition.Kind.Absent)
        {
            throw new ArgumentException("An absent item cannot be deleted.", nameof(condition));
        }

        return WriteAsync(new DeleteWrite(key, condition), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask AddAsync(
        ItemKey key,
        IReadOnlyDictionary<string, long> deltas,
        DateTimeOffset? expiresAt = null,
        CancellationToken cancellationToken = default) =>
        await WriteAsync(new AddWrite(key, deltas, expiresAt), cancellationToken).ConfigureAwait(false);

    /// <summary>Finishes the writes that were handed over, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        if (!_queue.Writer.TryComplete())
        {
            return;
        }

        await _loop.ConfigureAwait(false);
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _marker?.Dispose();
        _statements.Dispose();
        _writer.Dispose();
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeSeconds();

    private ValueTask<T> Read<T>(Func<SqliteReader, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_readers.TryTake(out var reader))
            {
                reader = OpenReader();
            }

            T result;
            _turns.EnterReadLock();
            try
            {
                result = read(reader);
            }
            finally
            {
                _turns.ExitReadLock();
            }

            // A reader that threw is not given back: its statements may be half way.
            _readers.Add(reader);
            return ValueTask.FromResult(result);
        }
        catch (Exception exception) when (exception is SqliteException or ObjectDisposedException)
        {
            throw new StoreUnavailableException($"Reading {_path} failed: {exception.Message}", exception);
        }
    }

    private async ValueTask<T> WriteAsync<T>(SqliteWrite<T> write, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw new StoreUnavailableException($"The store {_path} is closed.", exception);
        }

        return await write.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteLoopAsync()
    {
        var batch = new List<SqliteWrite>(_maxBatch);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < _maxBatch && _queue.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<SqliteWrite> batch)
    {
        try
        {
            _turns.EnterWriteLock();
            try
            {
                Apply(batch);
            }
            finally
            {
                _turns.ExitWriteLock();
            }
        }
        catch (Exception exception)
        {
            // Nothing of the batch is committed, so no caller may be told it was.
            var reason = new StoreUnavailableException($"Writing {_path} failed: {exception.Message}", exception);
            foreach (var write in batch)
            {
                write.Fail(reason);
            }

            return;
        }

        foreach (var write in batch)
        {
            write.Complete();
        }
    }

    private void Apply(List<SqliteWrite> batch)
    {
        using (var transaction = _statements.Begin())
        {
            _statements.UseTransaction(transaction);
            var now = Now();
            foreach (var write in batch)
            {
                write.Apply(_statements, now);
            }

            Purge();
            transaction.Commit();
        }

        // Moves the read mark while nobody else can want to; readers then only share it.
        _marker ??= new SqliteReader(_path);
        _marker.Get(_nowhere, 0);
    }

    private SqliteReader OpenReader()
    {
        _turns.EnterWriteLock();
        try
        {
            return new SqliteReader(_path);
        }
        finally
        {
            _turns.ExitWriteLock();
        }
    }

    private void Purge()
    {
        var now = _time.GetUtcNow();
        if (now - _purgedAt >= _purgeEvery)
        {
            _statements.PurgeExpired(now.ToUnixTimeSeconds());
            _purgedAt = now;
        }
    }
}
