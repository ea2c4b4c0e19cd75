using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>Keeps every log line with its category, its level and its fields.</summary>
internal sealed class RecordingLoggers(LogLevel minimum = LogLevel.Debug) : ILoggerFactory
{
    public ConcurrentQueue<(string Category, LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Fields)> Lines { get; } = new();

    /// <summary>The exceptions of lines that have one.</summary>
    public ConcurrentQueue<Exception> Exceptions { get; } = new();

    /// <summary>Warnings and worse.</summary>
    public IEnumerable<string> Problems => Lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName, minimum);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Recorder(RecordingLoggers loggers, string category, LogLevel minimum) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var fields = state is IEnumerable<KeyValuePair<string, object?>> pairs ? pairs.ToDictionary() : [];
                if (exception is not null)
                {
                    loggers.Exceptions.Enqueue(exception);
                }

                loggers.Lines.Enqueue((category, logLevel, formatter(state, exception), fields));
            }
        }
    }
}
