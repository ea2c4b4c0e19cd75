using System.Diagnostics;
using ControlPlane.Local.LocalLambda.Runtimes;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>
/// Sees to it that no function process outlives the host, even one that was killed with SIGKILL: a small shell that knows all
/// process groups and reads from a pipe only the host holds. When the pipe ends, the host is gone, and it kills what is left.
/// (PR_SET_PDEATHSIG would not do: it spares grandchildren, and fires when the thread that forked ends.)
/// </summary>
internal sealed partial class ProcessGuard(ILogger<ProcessGuard> logger) : IDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        groups=
        while read -r sign group; do
          if [ "$sign" = + ]; then groups="$groups $group"; continue; fi
          left=
          for g in $groups; do [ "$g" = "$group" ] || left="$left $g"; done
          groups=$left
        done
        for g in $groups; do kill -s KILL -- "-$g" 2>/dev/null || kill -s KILL -- "$g" 2>/dev/null; done
        """;

    private readonly Lock _gate = new();
    private Process? _guard;
    private bool _disposed;

    /// <summary>From now on the group dies with the host.</summary>
    public void Add(int group) => Tell('+', group);

    /// <summary>The group has ended.</summary>
    public void Remove(int group) => Tell('-', group);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _guard?.StandardInput.Close();
            _guard?.Dispose();
            _guard = null;
        }
    }

    private void Tell(char sign, int group)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            try
            {
                _guard ??= Start();
                _guard.StandardInput.Write($"{sign} {group}\n");
                _guard.StandardInput.Flush();
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                LogLost(logger, e);
            }
        }
    }

    private static Process Start()
    {
        var setsid = ExecutablePath.Find("setsid");
        string[] shell = ["sh", "-c", Script];
        var start = setsid is null ? new ProcessStartInfo("/bin/sh", shell[1..]) : new ProcessStartInfo(setsid, shell);
        start.RedirectStandardInput = true;
        return Process.Start(start) ?? throw new InvalidOperationException("The guard did not start.");
    }

    [LoggerMessage(20, LogLevel.Warning, "Function processes are not guarded against a sudden end of this host")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
