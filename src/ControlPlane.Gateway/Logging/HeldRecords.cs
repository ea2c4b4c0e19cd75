using ControlPlane.Gateway.Logging.Volumes;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging;

/// <summary>
/// Holds the records of one request until it is over: then it takes either all of them, or those that its level keeps anyway. In the order
/// they were written; what is over the bound is only kept if the level keeps it.
/// </summary>
/// <param name="records">Where the records go.</param>
/// <param name="level">From which level on they go there in any case.</param>
internal sealed class HeldRecords(RequestRecords records, LogLevel level) : ILogger
{
    /// <summary>Most bytes of a request's records that its level does not keep, as texts take them.</summary>
    private const int MaxBytes = 64 * 1024;

    private const int RecordBytes = 256;

    private readonly List<Record> _records = new(8);
    private int _bytes;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => records.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => records.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < level)
        {
            _bytes += BytesOf(state);
            if (_bytes > MaxBytes)
            {
                records.Drop(logLevel, eventId, state, exception);
                return;
            }
        }

        _records.Add(new Record<TState>(logLevel, eventId, state, exception, formatter));
    }

    /// <summary>Writes what is to be written; the request is over.</summary>
    /// <param name="all">Whether that is everything.</param>
    public void Release(bool all)
    {
        foreach (var record in _records)
        {
            if (all || record.Level >= level)
            {
                record.WriteTo(records);
            }
            else
            {
                record.Drop(records);
            }
        }

        _records.Clear();
    }

    private static int BytesOf<TState>(TState state)
    {
        var bytes = RecordBytes;
        if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                bytes += fields[i].Value is string text ? text.Length * sizeof(char) : 0;
            }
        }

        return bytes;
    }

    private abstract class Record(LogLevel level)
    {
        public LogLevel Level { get; } = level;

        public abstract void WriteTo(RequestRecords records);

        public abstract void Drop(RequestRecords records);
    }

    private sealed class Record<TState>(LogLevel level, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        : Record(level)
    {
        public override void WriteTo(RequestRecords records) => records.Write(Level, eventId, state, exception, formatter);

        public override void Drop(RequestRecords records) => records.Drop(Level, eventId, state, exception);
    }
}
