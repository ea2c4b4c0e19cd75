using ControlPlane.Domain.LogCosts;
using ControlPlane.Domain.Stages;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging;

/// <summary>
/// Whether and where a method's requests have execution logs (AWS: loggingLevel, dataTraceEnabled; the method's own settings, else those
/// of <c>*/*</c>). The lines are those of <see cref="ExecutionLog"/> with the request's id before them, none over 1024 bytes, in the
/// category that API Gateway's log group is called by: <c>API-Gateway-Execution-Logs_{api}/{stage}</c>, of a canary with <c>/Canary</c>.
/// </summary>
/// <remarks>The stage's own log level does not matter here: it is of the structured records (<see cref="StageLevels"/>).</remarks>
internal sealed class MethodExecutionLog
{
    private readonly ILogger _logger;
    private readonly bool _onlyFailures;
    private readonly bool _withData;

    private MethodExecutionLog(ILogger logger, LoggingLevel level, bool withData) =>
        (_logger, _onlyFailures, _withData) = (logger, level == LoggingLevel.Error, withData);

    /// <summary>The log of a method, or null where it is off.</summary>
    public static MethodExecutionLog? Of(MethodSetting setting, Stage stage, ILogger logger) =>
        (setting.LoggingLevel ?? stage.MethodSettings.GetValueOrDefault(MethodSettingPatches.Everywhere)?.LoggingLevel) is { } level and not LoggingLevel.Off
            ? new MethodExecutionLog(logger, level, setting.DataTraceEnabled)
            : null;

    /// <summary>The category of a variant's log.</summary>
    public static string Category(Stage stage, bool isCanary) =>
        $"{StageLevels.ExecutionLogs}{stage.RestApiId}/{stage.StageName}{(isCanary ? "/Canary" : "")}";

    /// <summary>Begins the log of a request that was matched to the method.</summary>
    public void Begin(RequestContext request)
    {
        var log = new ExecutionLog(request, new HeldLines(request.RequestId), _withData);
        request.Execution = log;
        log.Identify();
        log.Start();
    }

    /// <summary>Ends the log of a request and writes it, if its level asks for it.</summary>
    public void End(RequestContext request)
    {
        if (request.Execution is not { Sink: HeldLines lines } log)
        {
            return;
        }

        log.End();
        if (_onlyFailures && !RequestLogging.HasFailed(request))
        {
            request.Records.Volume.Suppress(LogKind.Execution, lines.Amount);
            return;
        }

        request.Records.Volume.Write(LogKind.Execution, lines.Amount);
        lines.WriteTo(_logger);
    }
}
