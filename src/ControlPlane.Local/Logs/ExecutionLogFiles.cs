using System.Globalization;
using System.Text;
using ControlPlane.Gateway.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Local.Logs;

/// <summary>
/// Execution logs as files: <c>execution/API-Gateway-Execution-Logs_{api}/{stage}.log</c>, those of canaries in <c>{stage}/Canary.log</c>.
/// Each line begins with its time; a line break within a body is written as <c>\n</c>, so that no body can pretend to be a line.
/// </summary>
internal sealed class ExecutionLogFiles(LogFiles files) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith(StageLevels.ExecutionLogs, StringComparison.Ordinal) ? new Writer(files.Open("execution/" + categoryName)) : NullLogger.Instance;

    /// <summary>Nothing: the files belong to the host.</summary>
    public void Dispose()
    {
    }

    private sealed class Writer(LogFiles.Log log) : ILogger
    {
        private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder(TimeOf(state).UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)).Append(' ');
            foreach (var character in formatter(state, exception))
            {
                _ = character switch
                {
                    '\n' => line.Append("\\n"),
                    '\r' => line.Append("\\r"),
                    '\t' => line.Append(character),
                    _ when char.IsControl(character) || character is '\u2028' or '\u2029' => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                    _ => line.Append(character),
                };
            }

            log.Write(Encoding.UTF8.GetBytes(line.ToString()));
        }

        private static DateTimeOffset TimeOf<TState>(TState state)
        {
            if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
            {
                for (var i = 0; i < fields.Count; i++)
                {
                    if (fields[i].Value is DateTimeOffset time)
                    {
                        return time;
                    }
                }
            }

            return DateTimeOffset.UtcNow;
        }
    }
}
