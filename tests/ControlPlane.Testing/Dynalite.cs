using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace ControlPlane.Testing;

/// <summary>
/// A DynamoDB engine (dynalite) as a process of its own, in memory, on a free port: one for all tests of a test process. It ends
/// when its standard input does, and so with the test process, however that ends. Tests keep apart by tables of their own.
/// </summary>
public static class Dynalite
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly Lazy<Task<Uri>> _started = new(StartAsync);
    private static Process? _process;
    private static int _tables;

    /// <summary>Where it listens; starts it if need be.</summary>
    /// <exception cref="InvalidOperationException">Node.js or the npm packages are missing; the message says so in one line.</exception>
    public static Task<Uri> UrlAsync() => _started.Value;

    /// <summary>A table name that no other test has.</summary>
    public static string NewTableName() => string.Create(CultureInfo.InvariantCulture, $"test-{Environment.ProcessId}-{Interlocked.Increment(ref _tables)}");

    private static async Task<Uri> StartAsync()
    {
        var folder = typeof(Dynalite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "Dynalite").Value!;
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "dynalite")))
        {
            throw new InvalidOperationException($"The npm packages of {folder} are missing; tests/run installs them.");
        }

        try
        {
            // Kept: its standard input must stay open.
            _process = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "server.mjs")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("node is missing; tests/run installs it.");
        }

        var errors = _process.StandardError.ReadToEndAsync();
        var port = await _process.StandardOutput.ReadLineAsync().WaitAsync(_patience).ConfigureAwait(false);
        return port is not null
            ? new Uri($"http://127.0.0.1:{port}")
            : throw new InvalidOperationException($"dynalite does not start: {await errors.ConfigureAwait(false)}");
    }
}
