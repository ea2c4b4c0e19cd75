using System.Diagnostics.Metrics;

namespace ControlPlane.Local.Logs;

/// <summary>
/// Counts the log lines that never came to a file, as <c>controlplane.log.lost_lines</c> of the meter <c>ControlPlane.Local</c>, and speaks
/// of them once a minute, and log, at most.
/// </summary>
internal sealed partial class LostLines : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ControlPlane.Local";

    private static readonly TimeSpan _sayEvery = TimeSpan.FromMinutes(1);
    private static readonly KeyValuePair<string, object?> _full = new("reason", "full");
    private static readonly KeyValuePair<string, object?> _unwritable = new("reason", "unwritable");

    private readonly Meter _meter;
    private readonly Counter<long> _lines;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long? _saidAt;
    private long _unsaid;

    public LostLines(TimeProvider time)
    {
        _time = time;
        _meter = new Meter(new MeterOptions(MeterName) { Scope = this });
        _lines = _meter.CreateCounter<long>("controlplane.log.lost_lines", "{line}", "Lines of access and execution logs that were not written.");
    }

    /// <summary>A line came while too many waited.</summary>
    public void Dropped(ILogger logger)
    {
        _lines.Add(1, _full);
        long lines;
        lock (_gate)
        {
            _unsaid++;
            if (!IsTime(_saidAt))
            {
                return;
            }

            (lines, _unsaid, _saidAt) = (_unsaid, 0, _time.GetTimestamp());
        }

        SayDropped(logger, lines);
    }

    /// <summary>A file could not be written. For the one task that writes.</summary>
    public void Unwritable(ILogger logger, LogFiles.Log log, int lines, string reason)
    {
        _lines.Add(lines, _unwritable);
        log.Unsaid += lines;
        if (IsTime(log.SaidAt))
        {
            SayUnwritable(logger, log.File.Path, log.Unsaid, reason);
            (log.Unsaid, log.SaidAt) = (0, _time.GetTimestamp());
        }
    }

    public void Dispose() => _meter.Dispose();

    private bool IsTime(long? saidAt) => saidAt is not { } said || _time.GetElapsedTime(said) >= _sayEvery;

    [LoggerMessage(
        EventId = 3101,
        EventName = "LogLinesDropped",
        Level = LogLevel.Warning,
        Message = "{Lines} lines of access and execution logs were dropped: they came faster than they can be written.")]
    private static partial void SayDropped(ILogger logger, long lines);

    [LoggerMessage(
        EventId = 3102,
        EventName = "LogUnwritable",
        Level = LogLevel.Error,
        Message = "{File} cannot be written, {Lines} lines are lost: {Reason}")]
    private static partial void SayUnwritable(ILogger logger, string file, long lines, string reason);
}
