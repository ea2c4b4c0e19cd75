namespace ControlPlane.Conformance.Hosting;

/// <summary>One host for all tests of a class; each test brings APIs and functions of its own.</summary>
public abstract class RunningHost(StoreKind store) : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _data = new();

    internal HostProcess Process { get; private set; } = null!;

    internal string DataFolder => _data.Path;

    public async Task InitializeAsync() => Process = await HostProcess.StartAsync(_data.Path, await Store.OptionsAsync(store));

    public async Task DisposeAsync() => await Process.DisposeAsync();

    public void Dispose()
    {
        _data.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A host whose configuration is in its data folder.</summary>
public sealed class SqliteHost() : RunningHost(StoreKind.Sqlite);

/// <summary>A host whose configuration is in a DynamoDB table.</summary>
public sealed class DynamoDbHost() : RunningHost(StoreKind.DynamoDb);
