using ControlPlane.Local.LocalLambda.Invocation;

namespace ControlPlane.Local.LocalLambda.RuntimeApi;

/// <summary>What a runtime tells, and asks of, the service through its port of the Runtime API.</summary>
internal interface IRuntimeApiClient
{
    /// <summary>Waits for the next event. Null when the runtime owes an answer to the one it has.</summary>
    ValueTask<FunctionInvocation?> NextAsync(CancellationToken aborted);

    /// <summary>The event could not be handed over; the next poll gets it.</summary>
    void Undeliver(FunctionInvocation invocation);

    /// <summary>Whether the event with this id is the one the runtime works on.</summary>
    bool IsCurrent(string requestId);

    /// <summary>The answer to an event. False when the runtime has no such event.</summary>
    ValueTask<bool> CompleteAsync(string requestId, InvocationResult result);

    /// <summary>The runtime could not start. False when it had already started.</summary>
    bool FailInit(InvocationResult failure);
}
