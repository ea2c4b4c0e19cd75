using ControlPlane.Storage.Items;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Storage.Tests.Items;

namespace ControlPlane.Storage.Tests.Sqlite;

public sealed class SqliteItemStoreContractTests : ItemStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();

    public override async Task DisposeAsync() => await ((SqliteItemStore)Store).DisposeAsync();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IItemStore> OpenAsync() => new(SqliteItemStore.Open(_folder.Database, Clock));
}
