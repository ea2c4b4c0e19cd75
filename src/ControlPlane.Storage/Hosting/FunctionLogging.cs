using ControlPlane.Domain.Stages;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Storage.Hosting;

/// <summary>What a Lambda function logs.</summary>
public static class FunctionLogging
{
    /// <summary>
    /// Removes all providers (the console's own would write past the runtime) and keeps records from a level on; what the framework
    /// says of itself from WARNING on. The provider the host adds must let everything through.
    /// </summary>
    /// <param name="logging">The host's logging.</param>
    /// <param name="level">The level.</param>
    public static ILoggingBuilder UseLevel(this ILoggingBuilder logging, StageLogLevel level)
    {
        var own = (LogLevel)level;
        var foreign = own > LogLevel.Warning ? own : LogLevel.Warning;
        return logging
            .ClearProviders()
            .SetMinimumLevel(LogLevel.Trace)
            .AddFilter(null, own)
            .AddFilter("Microsoft", foreign)
            .AddFilter("System", foreign);
    }
}
