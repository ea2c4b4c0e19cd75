using System.Text.Encodings.Web;
using System.Text.Json;
using ControlPlane.Gateway.Logging;

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

        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }
}
