using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>An interpreter of this machine.</summary>
/// <param name="Path">The real executable, not a version manager's shim.</param>
/// <param name="Version">For example <c>3.11.7</c>.</param>
internal sealed record Interpreter(string Path, string Version);

/// <summary>
/// Finds interpreters by running them: being on the PATH proves little, as version managers put shims there that refuse to start.
/// Found ones are remembered, missing ones are looked for again, so that installing one needs no restart.
/// </summary>
internal sealed class Interpreters
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<string, Interpreter> _found = new(StringComparer.Ordinal);

    /// <summary>Finds an interpreter a function needs.</summary>
    /// <exception cref="LaunchException">There is none.</exception>
    public async ValueTask<Interpreter> FindAsync(string command, string[] probe, string runtime) =>
        await TryFindAsync(command, probe)
        ?? throw new LaunchException("Runtime.InterpreterNotFound", $"The runtime {runtime} needs {command} on the PATH of the Lambda service, and there is none that starts.");

    /// <summary>Finds an interpreter, or null. Its probe prints its path (when it differs from the command) and its version.</summary>
    public async ValueTask<Interpreter?> TryFindAsync(string command, string[] probe)
    {
        if (_found.TryGetValue(command, out var known) && File.Exists(known.Path))
        {
            return known;
        }

        if (ExecutablePath.Find(command) is not { } path || await RunAsync(path, probe) is not { Length: > 0 } output)
        {
            return null;
        }

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var found = lines.Length > 1 ? new Interpreter(lines[0], lines[1]) : new Interpreter(path, lines[0]);
        _found[command] = found;
        return found;
    }

    private static async Task<string?> RunAsync(string path, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null)
            {
                return null;
            }

            using var timeout = new CancellationTokenSource(ProbeTimeout);
            try
            {
                var errors = process.StandardError.ReadToEndAsync(timeout.Token);
                var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
                await errors;
                await process.WaitForExitAsync(timeout.Token);
                return process.ExitCode == 0 ? output : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return null;
        }
    }
}
