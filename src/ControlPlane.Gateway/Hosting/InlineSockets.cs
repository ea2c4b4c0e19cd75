namespace ControlPlane.Gateway.Hosting;

/// <summary>
/// Lets socket operations complete on the thread that saw them complete, instead of being queued to the thread pool: fewer hand-offs
/// per request. The setting is the whole process's: code that continues behind a socket must not block there.
/// </summary>
public static class InlineSockets
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Whether the process was told to.</summary>
    public static bool AreEnabled => Environment.GetEnvironmentVariable(Setting) == "1";

    /// <summary>Turns it on. Must run before the process's first socket, because the runtime reads the setting once.</summary>
    public static void Enable() => Environment.SetEnvironmentVariable(Setting, "1");
}
