using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Local.Logs;

/// <summary>
/// The logs of stages as files in a folder. Lines are handed over without waiting and written by one task; those that come faster than they
/// can be written, or whose file cannot be written, are dropped, counted and spoken of once a minute. What was handed over before
/// <see cref="DisposeAsync"/> is written.
/// </summary>
internal sealed partial class LogFiles : IAsyncDisposable
{
    private const int MaxOpenFiles = 256;

    // Files that nothing is written to are let go of: whoever deletes or moves them gets new ones.
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly LogFileLimits _limits;
    private readonly ConcurrentDictionary<string, Log> _logs = new(StringComparer.Ordinal);
    private readonly HashSet<Log> _touched = [];
    private readonly Channel<(Log Log, byte[] Line, int Length)> _waiting;
    private readonly LostLines _lost;
    private readonly Task _writing;
    private long _waitingBytes;

    /// <param name="folder">Where the files are; made when the first line is written.</param>
    /// <param name="limits">How much they may take.</param>
    /// <param name="time">The clock.</param>
    public LogFiles(string folder, LogFileLimits limits, TimeProvider time)
    {
        _folder = folder;
        _limits = limits;
        _lost = new LostLines(time);
        _waiting = Channel.CreateBounded<(Log, byte[], int)>(new BoundedChannelOptions(limits.WaitingLines) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Hears of lines that are lost; nobody, until the host can log.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>The log of a name.</summary>
    /// <param name="name">Its path below the folder, without <c>.log</c>; made safe.</param>
    public Log Open(string name) => _logs.GetOrAdd(
        LogFileName.Safe(name), static (safe, files) => new Log(files, new LogFile(Path.Combine(files._folder, safe + ".log"), files._limits)), this);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _lost.Dispose();
    }

    private void Take(Log log, ReadOnlySpan<byte> line)
    {
        var length = line.Length + 1;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        line.CopyTo(bytes);
        bytes[line.Length] = (byte)'\n';
        if (Interlocked.Add(ref _waitingBytes, length) > _limits.WaitingBytes || !_waiting.Writer.TryWrite((log, bytes, length)))
        {
            Interlocked.Add(ref _waitingBytes, -length);
            ArrayPool<byte>.Shared.Return(bytes);
            _lost.Dropped(Logger);
        }
    }

    private async Task WriteAsync()
    {
        var reader = _waiting.Reader;
        while (await IsThereMoreAsync(reader).ConfigureAwait(false))
        {
            while (reader.TryRead(out var next))
            {
                Append(next.Log, next.Line.AsSpan(0, next.Length));
                ArrayPool<byte>.Shared.Return(next.Line);
                Interlocked.Add(ref _waitingBytes, -next.Length);
            }

            foreach (var log in _touched)
            {
                Flush(log);
            }

            if (_touched.Count > MaxOpenFiles)
            {
                CloseAll();
            }
        }

        CloseAll();
    }

    private async ValueTask<bool> IsThereMoreAsync(ChannelReader<(Log Log, byte[] Line, int Length)> reader)
    {
        var more = reader.WaitToReadAsync();
        if (more.IsCompleted)
        {
            return await more.ConfigureAwait(false);
        }

        var waiting = more.AsTask();
        if (_touched.Count > 0 && await Task.WhenAny(waiting, Task.Delay(_idle)).ConfigureAwait(false) != waiting)
        {
            CloseAll();
        }

        return await waiting.ConfigureAwait(false);
    }

    private void Append(Log log, ReadOnlySpan<byte> line)
    {
        _touched.Add(log);
        log.File.Append(line);
        if (log.File.IsFull)
        {
            Flush(log);
        }
    }

    private void Flush(Log log)
    {
        var lines = log.File.PendingLines;
        if (lines == 0)
        {
            return;
        }

        try
        {
            log.File.Flush();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _lost.Unwritable(Logger, log, lines, exception.Message);
        }
    }

    private void CloseAll()
    {
        foreach (var log in _touched)
        {
            log.File.Close();
        }

        _touched.Clear();
    }

    /// <summary>One log.</summary>
    internal sealed class Log(LogFiles files, LogFile file)
    {
        /// <summary>Its file; for the task that writes.</summary>
        public LogFile File { get; } = file;

        /// <summary>When it was last said that it cannot be written, or null.</summary>
        public long? SaidAt { get; set; }

        /// <summary>Lines that were lost and not spoken of.</summary>
        public long Unsaid { get; set; }

        /// <summary>Hands a line over. Never waits, never throws.</summary>
        /// <param name="line">UTF-8 without line breaks.</param>
        public void Write(ReadOnlySpan<byte> line) => files.Take(this, line);
    }
}
