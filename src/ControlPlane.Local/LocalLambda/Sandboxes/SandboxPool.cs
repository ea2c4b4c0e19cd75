using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>The sandboxes of one version of one function's code, and who waits for them; guarded by the fleet's lock.</summary>
internal sealed class SandboxPool(string functionId, FunctionConfiguration configuration)
{
    private readonly List<Sandbox> _idle = [];

    public string FunctionId { get; } = functionId;

    public FunctionConfiguration Configuration { get; } = configuration;

    /// <summary>Invocations without a sandbox, oldest first.</summary>
    public LinkedList<SandboxWaiter> Waiters { get; } = [];

    /// <summary>Sandboxes whose runtime is coming up.</summary>
    public int Starting { get; set; }

    /// <summary>Sandboxes on their way back from an event.</summary>
    public int Answered { get; set; }

    /// <summary>Sandboxes that are not gone, whatever they do.</summary>
    public int Alive { get; set; }

    /// <summary>Its code was replaced or deleted: who becomes idle ends.</summary>
    public bool Retired { get; set; }

    /// <summary>Idle sandboxes, the one that was used last at the end.</summary>
    public IReadOnlyList<Sandbox> Idle => _idle;

    public void PutIdle(Sandbox sandbox) => _idle.Add(sandbox);

    public bool RemoveIdle(Sandbox sandbox) => _idle.Remove(sandbox);

    /// <summary>Takes the one that was used last: it is the warmest, and the others get a chance to be stopped.</summary>
    public Sandbox? TakeIdle()
    {
        if (_idle.Count == 0)
        {
            return null;
        }

        var sandbox = _idle[^1];
        _idle.RemoveAt(_idle.Count - 1);
        return sandbox;
    }
}

/// <summary>An invocation that waits for a sandbox: gets one, or learns why there is none.</summary>
internal sealed class SandboxWaiter
{
    public TaskCompletionSource<SandboxLease> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A sandbox to run on, or how the attempt to start one failed.</summary>
internal readonly record struct SandboxLease(Sandbox? Sandbox, Invocation.InvocationResult? Failure);
