namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>Who a sandbox tells about its life.</summary>
internal interface ISandboxOwner
{
    /// <summary>Its runtime waits for an event.</summary>
    void OnIdle(Sandbox sandbox);

    /// <summary>It has answered its event, and will be idle again shortly (or never).</summary>
    void OnAnswered(Sandbox sandbox);

    /// <summary>Its process is gone.</summary>
    void OnExited(Sandbox sandbox);
}
