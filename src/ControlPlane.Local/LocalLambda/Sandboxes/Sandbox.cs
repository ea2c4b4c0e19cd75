using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Invocation;
using ControlPlane.Local.LocalLambda.RuntimeApi;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>
/// One execution environment: a process with the code of one version, taking one event at a time through its own port of the
/// Runtime API.
/// </summary>
internal sealed class Sandbox(FunctionConfiguration configuration, ISandboxOwner owner, SandboxLog log, TimeProvider time) : IRuntimeApiClient
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<InvocationResult?> _initialized = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _attachedAt;
    private TaskCompletionSource<FunctionInvocation>? _poll;
    private FunctionInvocation? _current;
    private bool _undelivered;
    private bool _ending;
    private TimeSpan? _unreportedInit;
    private long _startedAt;
    private int? _peakMegabytes;
    private long _peakReadAt;
    private SandboxProcess? _process;
    private SandboxOutput? _output;
    private Task _pump = Task.CompletedTask;

    /// <summary>Completes when the runtime first asks for an event (null), or could not start (why).</summary>
    public Task<InvocationResult?> Initialized => _initialized.Task;

    /// <summary>The pool it belongs to and its place there; the fleet's own bookkeeping.</summary>
    public SandboxPlace Place { get; } = new();

    public int ProcessId => _process?.Id ?? 0;

    public Task Exited => _process?.Exited ?? Task.CompletedTask;

    /// <summary>Ties it to its process.</summary>
    public void Attach(SandboxProcess process, RuntimeApiPort port)
    {
        _process = process;
        _attachedAt = time.GetTimestamp();
        _output = new SandboxOutput(process.Output, log.Write);
        _pump = _output.PumpAsync();
        _ = WatchAsync(process, port);
        _attached.TrySetResult();
    }

    /// <summary>Runs one event, at most for the function's timeout.</summary>
    public async Task<InvocationResult> RunAsync(FunctionInvocation invocation)
    {
        var timeout = TimeSpan.FromSeconds(configuration.Timeout);
        log.Start(invocation);
        invocation.Deadline = time.GetUtcNow() + timeout;
        _startedAt = time.GetTimestamp();
        TaskCompletionSource<FunctionInvocation>? poll;
        lock (_gate)
        {
            _current = invocation;
            _ending = false;
            (poll, _poll) = (_poll, null);
            _undelivered = poll is null;
        }

        if (poll?.TrySetResult(invocation) == false)
        {
            Undeliver(invocation);
        }

        try
        {
            return await invocation.Result.WaitAsync(timeout, time);
        }
        catch (TimeoutException)
        {
            if (TryClaim(invocation))
            {
                await TimeOutAsync(invocation);
            }

            return await invocation.Result;
        }
    }

    public void Terminate() => _process?.Terminate();

    public void Kill() => _process?.Kill();

    public async ValueTask<FunctionInvocation?> NextAsync(CancellationToken aborted)
    {
        // A quick process asks before whoever starts it has tied it to this sandbox.
        if (!_attached.Task.IsCompleted)
        {
            await _attached.Task.WaitAsync(aborted);
        }

        TaskCompletionSource<FunctionInvocation> poll;
        lock (_gate)
        {
            if (_current is not null)
            {
                return _undelivered ? TakeUndelivered() : null;
            }

            // Continues inline: the thread that brings an event writes it to the process.
            poll = _poll = new TaskCompletionSource<FunctionInvocation>();
        }

        if (_initialized.Task is { IsCompleted: false })
        {
            _unreportedInit = time.GetElapsedTime(_attachedAt);
            _initialized.TrySetResult(null);
        }

        owner.OnIdle(this);
        using (aborted.UnsafeRegister(static (state, token) => ((TaskCompletionSource<FunctionInvocation>)state!).TrySetCanceled(token), poll))
        {
            return await poll.Task;
        }
    }

    /// <summary>What its process printed last.</summary>
    public byte[] LogTail() => log.Tail();

    public void Undeliver(FunctionInvocation invocation)
    {
        lock (_gate)
        {
            _undelivered = _current == invocation;
        }
    }

    public bool IsCurrent(string requestId)
    {
        lock (_gate)
        {
            return _current?.RequestId == requestId;
        }
    }

    public async ValueTask<bool> CompleteAsync(string requestId, InvocationResult result)
    {
        FunctionInvocation? invocation;
        lock (_gate)
        {
            invocation = _current;
        }

        if (invocation?.RequestId != requestId || !TryClaim(invocation))
        {
            return false;
        }

        await EndAsync(invocation, result);
        return true;
    }

    public bool FailInit(InvocationResult failure) => _initialized.TrySetResult(failure);

    private FunctionInvocation TakeUndelivered()
    {
        _undelivered = false;
        return _current!;
    }

    private async Task TimeOutAsync(FunctionInvocation invocation)
    {
        Kill();
        log.TimedOut(invocation, time.GetUtcNow());
        await EndAsync(invocation, InvocationResult.Failure(
            "Sandbox.Timedout",
            FormattableString.Invariant($"RequestId: {invocation.RequestId} Error: Task timed out after {configuration.Timeout}.00 seconds")));
    }

    /// <summary>Answer, timeout and exit may meet; whoever claims the invocation ends it.</summary>
    private bool TryClaim(FunctionInvocation invocation)
    {
        lock (_gate)
        {
            if (_current != invocation || _ending)
            {
                return false;
            }

            return _ending = true;
        }
    }

    /// <summary>Ends the claimed invocation: the log first, so that it is complete when the caller sees the answer.</summary>
    private async Task EndAsync(FunctionInvocation invocation, InvocationResult result)
    {
        var duration = time.GetElapsedTime(_startedAt);
        await _output!.SettleAsync(invocation.WantsLogTail);
        lock (_gate)
        {
            _current = null;
        }

        log.End(invocation, duration, PeakMegabytes(), _unreportedInit);
        _unreportedInit = null;
        owner.OnAnswered(this);
        invocation.TryComplete(invocation.WantsLogTail ? result with { LogTail = log.Tail() } : result);
    }

    private int? PeakMegabytes()
    {
        // Reading it costs more than a short function does; once a second is enough.
        if (_peakReadAt == 0 || time.GetElapsedTime(_peakReadAt) > TimeSpan.FromSeconds(1))
        {
            _peakReadAt = time.GetTimestamp();
            _peakMegabytes = _process?.PeakMegabytes() ?? _peakMegabytes;
        }

        return _peakMegabytes;
    }

    private async Task WatchAsync(SandboxProcess process, RuntimeApiPort port)
    {
        var exitCode = await process.Exited;
        port.Dispose();

        // The pipe ends with the last process that holds it; one that fled the group must not hold this up.
        await Task.WhenAny(_pump, Task.Delay(TimeSpan.FromMilliseconds(500)));
        _initialized.TrySetResult(ExitFailure.Of(null, exitCode));
        FunctionInvocation? current;
        lock (_gate)
        {
            current = _current;
        }

        owner.OnExited(this);
        if (current is not null && TryClaim(current))
        {
            await EndAsync(current, ExitFailure.Of(current.RequestId, exitCode));
        }

        process.Dispose();
    }
}
