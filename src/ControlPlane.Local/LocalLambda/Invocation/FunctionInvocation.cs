namespace ControlPlane.Local.LocalLambda.Invocation;

/// <summary>One event on its way through a function.</summary>
internal sealed class FunctionInvocation
{
    // Continuations run inline: the thread that brings the answer carries it on to the client.
    private readonly TaskCompletionSource<InvocationResult> _result = new();

    public required string RequestId { get; init; }

    /// <summary>The event; JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The ARN as the caller named it: unqualified, by version or by alias.</summary>
    public required string InvokedArn { get; init; }

    /// <summary>The caller's client context; JSON, or null.</summary>
    public string? ClientContext { get; init; }

    public required string TraceId { get; init; }

    /// <summary>The caller wants the end of the log.</summary>
    public bool WantsLogTail { get; init; }

    /// <summary>When the function is stopped; set when a process takes the event.</summary>
    public DateTimeOffset Deadline { get; set; }

    public Task<InvocationResult> Result => _result.Task;

    /// <summary>The same event under the same id, for another attempt.</summary>
    public FunctionInvocation Again() => new()
    {
        RequestId = RequestId,
        Payload = Payload,
        InvokedArn = InvokedArn,
        ClientContext = ClientContext,
        TraceId = TraceId,
    };

    /// <summary>Ends the invocation; only the first end counts.</summary>
    public bool TryComplete(InvocationResult result) => _result.TrySetResult(result);
}
