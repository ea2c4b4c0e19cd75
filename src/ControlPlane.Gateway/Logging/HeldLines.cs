using ControlPlane.Domain.LogCosts;
using ControlPlane.Gateway.Logging.Volumes;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging;

/// <summary>The execution log of one request until it is known how the request ends.</summary>
internal sealed class HeldLines(string requestId) : IExecutionLogSink
{
    /// <summary>Most lines of a request: some hundred kilobytes.</summary>
    private const int MaxLines = 200;

    private readonly List<(DateTimeOffset Time, string Line)> _lines = new(24);

    /// <summary>Keeps a line; when there are too many, the last ones count.</summary>
    public void Write(DateTimeOffset time, string line)
    {
        // The line begins with the id in brackets and a blank.
        var kept = (time, TraceText.Cut(line, TraceText.MaxBytes - requestId.Length - 3));
        if (_lines.Count == MaxLines)
        {
            _lines[^1] = kept;
        }
        else
        {
            _lines.Add(kept);
        }
    }

    /// <summary>What the lines come to as records.</summary>
    public LogAmount Amount
    {
        get
        {
            var bytes = 0L;
            foreach (var (_, line) in _lines)
            {
                // The id stands before each line, in brackets.
                bytes += RecordSize.OfLine(line) + requestId.Length + 3;
            }

            return new LogAmount(_lines.Count, bytes);
        }
    }

    /// <summary>Writes all lines, each as a record.</summary>
    public void WriteTo(ILogger logger)
    {
        foreach (var (time, line) in _lines)
        {
            ExecutionLogRecords.Line(logger, requestId, line, time);
        }
    }
}

/// <summary>The records of execution logs.</summary>
internal static partial class ExecutionLogRecords
{
#pragma warning disable SYSLIB1015 // The time is a field of the record, but no part of API Gateway's text.
    /// <summary>A line, with the time it was made at among the record's fields.</summary>
    [LoggerMessage(EventId = 2031, EventName = "ExecutionLog", Level = LogLevel.Information, Message = "({RequestId}) {Line}")]
    public static partial void Line(ILogger logger, string requestId, string line, DateTimeOffset time);
#pragma warning restore SYSLIB1015
}
