using ControlPlane.Domain.LogCosts;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging.Volumes;

/// <summary>
/// The records of one request on their way to the log: those of its level and above are written, all are counted. Reused by the requests of
/// a context.
/// </summary>
internal sealed class RequestRecords : ILogger
{
    private ILogger? _log;
    private RecordSizes? _sizes;

    /// <summary>What the request's records came to.</summary>
    public LogVolume Volume { get; } = new();

    /// <summary>From which level on its records are written.</summary>
    public LogLevel Level { get; set; } = LogLevel.None;

    /// <summary>Starts a request that nothing is known of.</summary>
    public void Clear()
    {
        (_log, _sizes, Level) = (null, null, LogLevel.None);
        Volume.Clear();
    }

    /// <summary>Says where the records of the request go.</summary>
    /// <param name="log">The log of the variant that serves it.</param>
    /// <param name="sizes">How big the variant's records are.</param>
    /// <param name="now">When the request came in, in ticks (UTC).</param>
    public void Begin(ILogger log, RecordSizes sizes, long now)
    {
        (_log, _sizes) = (log, sizes);
        sizes.Poll(now);
    }

    /// <summary>Counts a record that is not written.</summary>
    /// <returns>True when it is to be made nevertheless, to be measured; it is counted then.</returns>
    public bool Suppress(RecordEvent @event, LogLevel level)
    {
        if (_sizes is not { } sizes)
        {
            return false;
        }

        if (sizes.IsWanted(@event))
        {
            return true;
        }

        Volume.Suppress(KindOf(level), sizes.MeanOf(@event));
        return false;
    }

    /// <summary>Counts a record that is not written, at the mean size of such records.</summary>
    public void CountSuppressed(RecordEvent @event, LogLevel level) => Volume.Suppress(KindOf(level), _sizes?.MeanOf(@event) ?? 0);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _log?.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && _log is not null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= Level)
        {
            Write(logLevel, eventId, state, exception, formatter);
        }
        else
        {
            Drop(logLevel, eventId, state, exception);
        }
    }

    /// <summary>Writes a record, whatever its level.</summary>
    public void Write<TState>(LogLevel level, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (_log?.IsEnabled(level) != true)
        {
            Drop(level, eventId, state, exception);
            return;
        }

        var bytes = RecordSize.Of(state, exception);
        Volume.Write(KindOf(level), bytes);
        if (level < Level)
        {
            Volume.Hold(new LogAmount(1, bytes));
        }

        _sizes?.Add(EventOf(eventId), bytes, suppressed: false);
        _log.Log(level, eventId, state, exception, formatter);
    }

    /// <summary>Measures a record and drops it.</summary>
    public void Drop<TState>(LogLevel level, EventId eventId, TState state, Exception? exception)
    {
        var bytes = RecordSize.Of(state, exception);
        Volume.Suppress(KindOf(level), bytes);
        _sizes?.Add(EventOf(eventId), bytes, suppressed: true);
    }

    private static LogKind KindOf(LogLevel level) => level <= LogLevel.Debug ? LogKind.Debug : (LogKind)((int)level - (int)LogLevel.Debug);

    private static RecordEvent EventOf(EventId id) => id.Id switch
    {
        2001 => RecordEvent.Completed,
        2002 => RecordEvent.Failed,
        2003 => RecordEvent.Matched,
        2004 => RecordEvent.IntegrationRequest,
        2005 => RecordEvent.IntegrationResponse,
        2006 => RecordEvent.ResponseMapped,
        2007 => RecordEvent.CacheHit,
        2008 => RecordEvent.WebAclRule,
        2010 => RecordEvent.DataTrace,
        _ => RecordEvent.Other,
    };
}
