using ControlPlane.Local.LocalLambda.Invocation;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>Words the end of a process that still owed something.</summary>
internal static class ExitFailure
{
    private const int SignalBase = 128;

    public static InvocationResult Of(string? requestId, int exitCode)
    {
        var reason = exitCode switch
        {
            0 => "Runtime exited without providing a reason",
            SignalBase + 6 => "Runtime exited with error: signal: aborted",
            SignalBase + 9 => "Runtime exited with error: signal: killed",
            SignalBase + 11 => "Runtime exited with error: signal: segmentation fault",
            SignalBase + 15 => "Runtime exited with error: signal: terminated",
            _ => FormattableString.Invariant($"Runtime exited with error: exit status {exitCode}"),
        };
        return InvocationResult.Failure("Runtime.ExitError", requestId is null ? reason : $"RequestId: {requestId} Error: {reason}");
    }
}
