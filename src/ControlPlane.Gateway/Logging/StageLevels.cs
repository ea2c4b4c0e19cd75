using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging;

/// <summary>
/// How the log levels of stages come about. The records of a stage's requests have the category <c>Stage.{api}.{stage}</c>, those of
/// its canary <c>Stage.{api}.{stage}-canary</c>. Which of them are kept is decided by the gateway for each request, by the first of these
/// that says something:
/// <list type="number">
/// <item>the stage's own log level, until it expires; a sample of requests, picked by their ids, is kept whole;</item>
/// <item>the <c>loggingLevel</c> of the method, else of <c>*/*</c> (API Gateway's method settings): OFF keeps nothing, ERROR errors, INFO
/// a record for each request;</item>
/// <item>the gateway's default, <see cref="GatewayOptions.StageLogLevel"/>.</item>
/// </list>
/// <c>dataTraceEnabled</c> adds headers and bodies, masked and cut, wherever INFO is kept, unless the execution log has them.
/// <para>Two more logs of a stage are no matter of these levels, and are let through whole: its access log, which has a line for each
/// request while the stage has access log settings (category <c>AccessLog.{api}.{stage}</c>, unless the host writes it elsewhere), and its
/// execution log, API Gateway's own lines, which <c>loggingLevel</c> alone switches (<see cref="MethodExecutionLog"/>). So
/// <c>loggingLevel</c> INFO gives a record and the lines for each request, and the stage's own log level changes only the records.</para>
/// </summary>
public static class StageLevels
{
    /// <summary>What the categories of access logs begin with.</summary>
    public const string AccessLogs = "AccessLog.";

    /// <summary>What the categories of execution logs begin with.</summary>
    public const string ExecutionLogs = "API-Gateway-Execution-Logs_";

    private const string Stages = "Stage.";
    private const string Snapshots = "ControlPlane.Gateway.Snapshots";

    /// <summary>
    /// Lets every record of a stage through to the providers, whatever the host's own minimum is, since the gateway has decided about it;
    /// and the few about configuration that cannot be read, since alarms are made of them. Providers that filter by themselves must be
    /// told to let everything through, too.
    /// </summary>
    public static ILoggingBuilder AddStageLevels(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.Services.Configure<LoggerFilterOptions>(options =>
        {
            options.Rules.Add(new LoggerFilterRule(null, Stages, LogLevel.Trace, null));
            options.Rules.Add(new LoggerFilterRule(null, AccessLogs, LogLevel.Information, null));
            options.Rules.Add(new LoggerFilterRule(null, ExecutionLogs, LogLevel.Information, null));
            options.Rules.Add(new LoggerFilterRule(null, Snapshots, LogLevel.Information, null));
        });
        return logging;
    }
}
