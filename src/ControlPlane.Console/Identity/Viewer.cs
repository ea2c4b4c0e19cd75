using ControlPlane.Client;
using ControlPlane.Client.Apis;

namespace ControlPlane.WebConsole.Identity;

/// <summary>Who looks at a page.</summary>
public sealed class Viewer
{
    private ControlApiAccess.Access? _access;

    /// <summary>The control API, as the viewer may use it.</summary>
    /// <exception cref="InvalidOperationException">Nobody has signed in.</exception>
    public ControlPlaneClient Client => _access?.Client ?? throw new InvalidOperationException("Nobody has signed in.");

    /// <summary>Who the API takes the viewer for.</summary>
    public Caller Caller { get; private set; } = new() { CanWrite = false };

    /// <summary>Whether there is somebody to show pages to.</summary>
    public bool IsKnown => _access is not null;

    /// <summary>Whether the viewer came in with a key of their own, and can leave.</summary>
    public bool HasSession { get; private set; }

    /// <summary>Whether buttons that change something are shown.</summary>
    public bool CanWrite => IsKnown && Caller.CanWrite;

    internal void Is(ControlApiAccess.Access access, Caller caller, bool hasSession)
    {
        _access = access;
        Caller = caller;
        HasSession = hasSession;
    }
}
