namespace ControlPlane.Conformance.Hosting;

/// <summary>One host for all tests of a class; each test brings APIs and functions of its own.</summary>
public sealed class RunningHost : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _data = new();

    internal HostProcess Process { get; private set; } = null!;

    internal string DataFolder => _data.Path;

    public async Task InitializeAsync() => Process = await HostProcess.StartAsync(_data.Path);

    public async Task DisposeAsync() => await Process.DisposeAsync();

    public void Dispose() => _data.Dispose();
}
