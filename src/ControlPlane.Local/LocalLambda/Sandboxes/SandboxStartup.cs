using System.Globalization;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Invocation;
using ControlPlane.Local.LocalLambda.Runtimes;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>What a new sandbox is given, how long it may take, and what the log says about it.</summary>
internal sealed partial class SandboxStartup(LocalLambdaOptions options, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<SandboxStartup>();

    public Sandbox Create(FunctionConfiguration configuration, ISandboxOwner owner)
    {
        var logger = loggers.CreateLogger($"Lambda.{configuration.FunctionName}");
        return new Sandbox(configuration, owner, new SandboxLog(logger, configuration), time);
    }

    /// <summary>The log stream's name, in Lambda's form: date, version, a random id.</summary>
    public string LogStream(FunctionConfiguration configuration) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy/MM/dd}/[{configuration.Version}]{Guid.NewGuid():N}");

    /// <summary>Waits for the runtime to come up.</summary>
    /// <returns>Null, or why it did not.</returns>
    public async Task<InvocationResult?> InitializedAsync(Sandbox sandbox)
    {
        try
        {
            var failure = await sandbox.Initialized.WaitAsync(options.InitTimeout, time);
            return failure is null ? null : failure with { LogTail = sandbox.LogTail() };
        }
        catch (TimeoutException)
        {
            return InvocationResult.Failure(
                "Sandbox.Timedout",
                FormattableString.Invariant($"Error: The runtime did not ask for an event within {options.InitTimeout.TotalSeconds:F2} seconds of its start"));
        }
    }

    public void LogStarted(FunctionConfiguration configuration, LaunchCommand command, int process) =>
        LogStarted(_logger, configuration.FunctionName, configuration.Version, configuration.Runtime, command.Description, process);

    public void LogFailed(FunctionConfiguration configuration, Exception exception) =>
        LogFailed(_logger, configuration.FunctionName, configuration.Version, exception);

    [LoggerMessage(40, LogLevel.Information, "{Function}:{Version} ({Runtime}) runs on {Interpreter} in process {Process}")]
    private static partial void LogStarted(ILogger logger, string function, string version, string? runtime, string interpreter, int process);

    [LoggerMessage(41, LogLevel.Error, "{Function}:{Version} could not be started")]
    private static partial void LogFailed(ILogger logger, string function, string version, Exception exception);
}
