using System.Diagnostics;
using System.IO.Pipes;
using ControlPlane.Local.LocalLambda.Runtimes;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>
/// The process group of a sandbox. It leads a session of its own, so that whatever the function starts dies with it, and writes
/// standard output and error into one pipe, so that their lines keep their order.
/// </summary>
internal sealed class SandboxProcess : IDisposable
{
    private static readonly string? Setsid = ExecutablePath.Find("setsid");
    private readonly Process _process;
    private readonly ProcessGuard _guard;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _ended;

    private SandboxProcess(Process process, ProcessGuard guard)
    {
        _process = process;
        _guard = guard;
    }

    public int Id { get; private set; }

    /// <summary>Completes with the exit code once the process, and every process it left behind, is gone.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>What it prints.</summary>
    public PipeStream Output { get; private set; } = null!;

    public static SandboxProcess Start(LaunchCommand command, Dictionary<string, string> environment, string folder, ProcessGuard guard)
    {
        string[] shell = ["/bin/sh", "-c", "exec \"$@\" 2>&1 </dev/null", "sh", command.File, .. command.Arguments];
        var start = Setsid is null ? new ProcessStartInfo(shell[0], shell[1..]) : new ProcessStartInfo(Setsid, shell);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = true;
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var sandbox = new SandboxProcess(process, guard);
        process.Exited += (_, _) => sandbox.OnExited();
        process.Start();
        sandbox.Id = process.Id;
        sandbox.Output = (PipeStream)process.StandardOutput.BaseStream;
        guard.Add(process.Id);
        return sandbox;
    }

    /// <summary>Asks the group to end.</summary>
    public void Terminate() => Signal(Native.SigTerm);

    /// <summary>Ends the group.</summary>
    public void Kill() => Signal(Native.SigKill);

    /// <summary>The most memory the process ever held, in megabytes, or null where the system does not say.</summary>
    public int? PeakMegabytes()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            var line = File.ReadLines($"/proc/{Id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is not null && int.TryParse(line.AsSpan(6, line.Length - 6 - 3).Trim(), out var kilobytes) ? (kilobytes + 1023) / 1024 : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Output.Dispose();
        _process.Dispose();
    }

    private void Signal(int signal)
    {
        if (_ended)
        {
            return;
        }

        if (Setsid is not null && Native.SignalGroup(Id, signal))
        {
            return;
        }

        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended in the meantime.
        }
    }

    private void OnExited()
    {
        // Whatever it started must not outlive it. The group keeps its number as long as it has a member.
        if (Setsid is not null)
        {
            Native.SignalGroup(_process.Id, Native.SigKill);
        }

        _ended = true;
        _guard.Remove(_process.Id);
        _exited.TrySetResult(_process.ExitCode);
    }
}
