using System.Text.Encodings.Web;
using System.Text.Json;
using ControlPlane.Gateway.Logging;
using ControlPlane.Local.Logs;
using Microsoft.Extensions.Logging.Console;

namespace ControlPlane.Local;

/// <summary>How the host logs: structured, to standard error, so that standard output holds only what the host says of itself.</summary>
internal static class ConsoleLogging
{
    /// <summary>Sends log records to the console.</summary>
    /// <param name="logging">The host's logging.</param>
    /// <param name="format">How records look.</param>
    /// <param name="minimum">From which level on the host's own records are kept; those of stages have levels of their own.</param>
    public static ILoggingBuilder AddConsoleLogging(this ILoggingBuilder logging, LogFormat format, LogLevel minimum)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(minimum);
        logging.AddFilter("Microsoft", minimum > LogLevel.Warning ? minimum : LogLevel.Warning);
        logging.AddStageLevels();

        // Its records repeat queries, and with them the signatures of presigned addresses, whatever else a configuration wants to see.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);

        // A start that fails is said by whoever asked for it, in one line; a background service that stops the host is critical.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        if (format == LogFormat.Json)
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
                console.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            });
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            });
        }

        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }

    /// <summary>Sends the execution logs of stages to files, and not to the console: a request may have twenty lines.</summary>
    public static ILoggingBuilder AddExecutionLogs(this ILoggingBuilder logging, LogFiles logs)
    {
        logging.Services.AddSingleton<ILoggerProvider>(_ => new ExecutionLogFiles(logs));
        return logging.AddFilter<ConsoleLoggerProvider>(StageLevels.ExecutionLogs, LogLevel.None);
    }
}
