using System.Globalization;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Invocation;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>The log of a sandbox: what its process prints, between the platform's own START, END and REPORT lines.</summary>
internal sealed partial class SandboxLog(ILogger logger, FunctionConfiguration configuration)
{
    private readonly Lock _gate = new();
    private readonly LogTail _tail = new();

    /// <summary>Takes in one line.</summary>
    public void Write(string line)
    {
        lock (_gate)
        {
            _tail.Add(line);
        }

        LogLine(logger, line);
    }

    public void Start(FunctionInvocation invocation)
    {
        lock (_gate)
        {
            _tail.Clear();
        }

        Write($"START RequestId: {invocation.RequestId} Version: {configuration.Version}");
    }

    public void TimedOut(FunctionInvocation invocation, DateTimeOffset now) => Write(string.Create(
        CultureInfo.InvariantCulture,
        $"{now:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {invocation.RequestId} Task timed out after {configuration.Timeout}.00 seconds"));

    /// <summary>Writes END and REPORT.</summary>
    /// <param name="invocation">The invocation that ended.</param>
    /// <param name="duration">How long the function ran.</param>
    /// <param name="peakMegabytes">The most memory the process held, if known.</param>
    /// <param name="init">How long the process took to start, for the first invocation it serves.</param>
    public void End(FunctionInvocation invocation, TimeSpan duration, int? peakMegabytes, TimeSpan? init)
    {
        Write($"END RequestId: {invocation.RequestId}");
        var billed = Math.Ceiling(duration.TotalMilliseconds + (init?.TotalMilliseconds ?? 0));
        var memory = peakMegabytes is { } peak ? string.Create(CultureInfo.InvariantCulture, $"Max Memory Used: {peak} MB\t") : string.Empty;
        var start = init is { } time ? string.Create(CultureInfo.InvariantCulture, $"Init Duration: {time.TotalMilliseconds:F2} ms\t") : string.Empty;
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"REPORT RequestId: {invocation.RequestId}\tDuration: {duration.TotalMilliseconds:F2} ms\tBilled Duration: {billed} ms\tMemory Size: {configuration.MemorySize} MB\t{memory}{start}"));
    }

    /// <summary>The end of the log of the invocation that started last.</summary>
    public byte[] Tail()
    {
        lock (_gate)
        {
            return _tail.ToArray();
        }
    }

    [LoggerMessage(30, LogLevel.Information, "{Line}")]
    private static partial void LogLine(ILogger logger, string line);
}
