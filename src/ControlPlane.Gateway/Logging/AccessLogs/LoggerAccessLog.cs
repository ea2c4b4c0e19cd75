using System.Text;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>
/// Access logs as log records: the line is the message, the category <c>AccessLog.{api}.{stage}</c>, of a canary
/// <c>AccessLog.{api}.{stage}-canary</c>. For hosts whose log is the only thing they can write to, such as functions.
/// </summary>
/// <param name="loggers">Gets the records; they are written whatever the stage's log level is.</param>
public sealed class LoggerAccessLog(ILoggerFactory loggers) : IAccessLog
{
    /// <inheritdoc/>
    public IAccessLogWriter Open(AccessLogAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new Writer(loggers.CreateLogger($"{StageLevels.AccessLogs}{address.ApiId}.{address.StageName}{(address.IsCanary ? "-canary" : "")}"));
    }

    private sealed class Writer(ILogger logger) : IAccessLogWriter
    {
        public void Write(ReadOnlySpan<byte> line)
        {
            if (logger.IsEnabled(LogLevel.Information))
            {
                var text = Encoding.UTF8.GetString(line);
                AccessLogRecords.Line(logger, text);
            }
        }
    }
}

/// <summary>The records of access logs.</summary>
internal static partial class AccessLogRecords
{
    /// <summary>A line.</summary>
    [LoggerMessage(EventId = 2030, EventName = "AccessLog", Level = LogLevel.Information, Message = "{Line}")]
    public static partial void Line(ILogger logger, string line);
}
