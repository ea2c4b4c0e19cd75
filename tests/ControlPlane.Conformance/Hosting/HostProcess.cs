using System.Diagnostics;
using System.Text;

namespace ControlPlane.Conformance.Hosting;

/// <summary>The built host as users run it: a process of its own, in a process group of its own, on free ports.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where the control API and the Lambda service listen.</summary>
    public Uri Control { get; private set; } = null!;

    /// <summary>Where stages are served.</summary>
    public Uri Gateway { get; private set; } = null!;

    /// <summary>The process id, which is also the id of its group.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote to standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts the host and waits until it says that it is ready.</summary>
    /// <param name="dataFolder">Its data folder.</param>
    /// <param name="options">Further options.</param>
    public static Task<HostProcess> StartAsync(string dataFolder, params string[] options) =>
        StartAsync(dataFolder, new Dictionary<string, string>(), options);

    /// <summary>Starts the host with further environment variables and waits until it says that it is ready.</summary>
    public static async Task<HostProcess> StartAsync(string dataFolder, IReadOnlyDictionary<string, string> environment, params string[] options)
    {
        var start = new ProcessStartInfo("setsid", Arguments([.. Addresses(options), "--data", dataFolder, .. options]))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var host = new HostProcess(Process.Start(start)!);
        var ended = host._process.WaitForExitAsync();
        if (await Task.WhenAny(host._ready.Task, ended, Task.Delay(_patience)) != host._ready.Task)
        {
            var state = ended.IsCompleted ? $"ended with {host._process.ExitCode}" : "is not ready";
            await host.DisposeAsync();
            Assert.Fail($"The host {state}.\n{host.Errors}");
        }

        return host;
    }

    /// <summary>Runs the host where it is expected to refuse, and waits for its end.</summary>
    public static Task<CommandResult> RunToEndAsync(params string[] options) => RunToEndAsync(options, null);

    /// <summary>Runs the host with further environment variables where it is expected to refuse, and waits for its end.</summary>
    public static Task<CommandResult> RunToEndAsync(string[] options, IReadOnlyDictionary<string, string>? environment) =>
        Command.RunAsync("setsid", Arguments(options), _patience, environment);

    /// <summary>Sends a signal to the host alone and waits for its end.</summary>
    /// <param name="signal">TERM, INT or KILL.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(string signal)
    {
        await SendAsync(signal, $"{Id}");
        await _process.WaitForExitAsync().WaitAsync(_patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync("TERM");
        }

        await SendAsync("KILL", $"-{Id}");
        _process.Dispose();
    }

    private static Task SendAsync(string signal, string target) =>
        Command.RunAsync("sh", ["-c", $"kill -s {signal} -- {target} 2>/dev/null || true"], _patience);

    private static IEnumerable<string> Addresses(string[] options) => new[] { "--control-url", "--gateway-url" }
        .Where(option => !options.Contains(option))
        .SelectMany(option => new[] { option, "http://127.0.0.1:0" });

    private static string[] Arguments(string[] options) => ["dotnet", "exec", BuildPaths.Host, .. options];

    private void Read(string? line)
    {
        if (line?.LastIndexOf("http://", StringComparison.Ordinal) is >= 0 and var address)
        {
            var url = new Uri(line[address..]);
            if (line.StartsWith("Control API", StringComparison.Ordinal))
            {
                Control = url;
            }
            else if (line.StartsWith("Gateway", StringComparison.Ordinal))
            {
                Gateway = url;
            }
        }
        else if (line?.StartsWith("ControlPlane is ready", StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }
}
