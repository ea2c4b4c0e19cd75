namespace ControlPlane.Conformance.Hosting;

/// <summary>A host on all addresses of the machine, with a file of access keys and everything logged that can be.</summary>
public sealed class KeyedHost : IAsyncLifetime, IDisposable
{
    public const string WriterId = "AKIDWRITER";
    public const string WriterSecret = "writer/secret+of/some+length";
    public const string ReaderId = "AKIDREADER";
    public const string ReaderSecret = "reader/secret+of/some+length";

    private readonly TempFolder _data = new();

    internal HostProcess Process { get; private set; } = null!;

    internal Uri Control => Here(Process.Control);

    internal Uri Gateway => Here(Process.Gateway);

    public async Task InitializeAsync()
    {
        var file = WriteKeys(
            _data.Path,
            $$"""
            [
              {"accessKeyId": "{{WriterId}}", "secretAccessKey": "{{WriterSecret}}", "name": "deployer"},
              {"accessKeyId": "{{ReaderId}}", "secretAccessKey": "{{ReaderSecret}}", "arn": "arn:aws:iam::123456789012:user/auditor", "readOnly": true}
            ]
            """);
        var verbose = new Dictionary<string, string>
        {
            ["Logging__LogLevel__Default"] = "Trace",
            ["Logging__LogLevel__Microsoft"] = "Trace",
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace",
            ["Logging__LogLevel__System"] = "Trace",
        };
        Process = await HostProcess.StartAsync(
            _data.Path, verbose, "--access-keys", file, "--control-url", "http://0.0.0.0:0", "--gateway-url", "http://0.0.0.0:0", "--log-format", "json");
    }

    public async Task DisposeAsync() => await Process.DisposeAsync();

    public void Dispose() => _data.Dispose();

    /// <summary>Writes a file of access keys that only its owner may read.</summary>
    internal static string WriteKeys(string folder, string json, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var file = Path.Combine(folder, $"keys-{Guid.NewGuid():N}.json");
        File.WriteAllText(file, json);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, mode);
        }

        return file;
    }

    private static Uri Here(Uri listening) => new UriBuilder(listening) { Host = "127.0.0.1" }.Uri;
}
