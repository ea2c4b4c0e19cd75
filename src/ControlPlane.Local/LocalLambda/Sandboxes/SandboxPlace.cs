namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>Where the fleet has a sandbox; guarded by the fleet's lock.</summary>
internal sealed class SandboxPlace
{
    public SandboxPool? Pool { get; set; }

    public SandboxState State { get; set; } = SandboxState.Starting;

    /// <summary>Timestamp of when it last became idle.</summary>
    public long IdleSince { get; set; }
}

/// <summary>What a sandbox does.</summary>
internal enum SandboxState
{
    /// <summary>Its runtime has not asked for an event yet.</summary>
    Starting,

    /// <summary>Its runtime waits for an event.</summary>
    Idle,

    /// <summary>It works on an event, or was promised one.</summary>
    Busy,

    /// <summary>It has answered, and its runtime is on its way back.</summary>
    Answered,

    /// <summary>It was told to end, or has ended.</summary>
    Gone,
}
