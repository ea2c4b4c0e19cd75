using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Sandboxes;

namespace ControlPlane.Local.LocalLambda.Invocation;

/// <summary>Runs events on sandboxes.</summary>
internal sealed class FunctionInvoker(SandboxFleet fleet, ConcurrencyReservations reservations)
{
    /// <summary>Runs an event to its end; a failing function is a result, not an exception.</summary>
    /// <exception cref="Wire.LambdaException">It could not be run: throttled (429) or stopping (503).</exception>
    public async Task<InvocationResult> InvokeAsync(ResolvedFunction target, FunctionInvocation invocation)
    {
        using var held = reservations.Enter(target.Function);
        var lease = await fleet.AcquireAsync(target);
        if (lease.Sandbox is { } sandbox)
        {
            return await sandbox.RunAsync(invocation);
        }

        return invocation.WantsLogTail ? lease.Failure! : lease.Failure! with { LogTail = default };
    }
}
