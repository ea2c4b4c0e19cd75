using ControlPlane.Storage.Items;
using ControlPlane.Storage.Sqlite;

namespace ControlPlane.Storage.Tests;

/// <summary>A test over a store of its own.</summary>
public abstract class StoreTest : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private SqliteItemStore? _store;

    protected TestClock Clock { get; } = new();

    protected IItemStore Store => _store ??= SqliteItemStore.Open(_folder.Database, Clock);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
