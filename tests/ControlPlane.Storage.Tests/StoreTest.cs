using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Sqlite;

namespace ControlPlane.Storage.Tests;

/// <summary>A test over a store of its own.</summary>
public abstract class StoreTest : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    protected TestClock Clock { get; } = new();

    protected IItemStore Store { get; private set; } = null!;

    /// <summary>Whether the store is DynamoDB; else SQLite.</summary>
    protected virtual bool IsOnDynamoDb => false;

    public async Task InitializeAsync() => Store = IsOnDynamoDb ? await TestTable.CreateAsync(Clock) : SqliteItemStore.Open(_folder.Database, Clock);

    public async Task DisposeAsync()
    {
        (Store as DynamoDbItemStore)?.Dispose();
        if (Store is SqliteItemStore sqlite)
        {
            await sqlite.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
