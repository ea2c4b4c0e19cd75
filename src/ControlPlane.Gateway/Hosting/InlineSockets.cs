using System.Globalization;

namespace ControlPlane.Gateway.Hosting;

/// <summary>
/// Lets socket operations complete on the thread that saw them complete, instead of being queued to the thread pool: fewer hand-offs
/// per request. The setting is the whole process's: code that continues behind a socket must not block there.
/// </summary>
public static class InlineSockets
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string Threads = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>Whether the process was told to.</summary>
    public static bool AreEnabled => Environment.GetEnvironmentVariable(Setting) == "1";

    /// <summary>
    /// Turns it on, with a socket thread for every second processor unless the environment says otherwise. Must run before the
    /// process's first socket, because the runtime reads the settings once.
    /// </summary>
    /// <remarks>
    /// One thread a processor, the runtime's default here, leaves backends and the thread pool none to run on: the slowest
    /// percent of requests then waits for the scheduler, at no more requests per second.
    /// </remarks>
    public static void Enable()
    {
        Environment.SetEnvironmentVariable(Setting, "1");
        if (Environment.GetEnvironmentVariable(Threads) is null)
        {
            Environment.SetEnvironmentVariable(Threads, Math.Max(1, Environment.ProcessorCount / 2).ToString(CultureInfo.InvariantCulture));
        }
    }
}
