using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Tests.Items;

namespace ControlPlane.Storage.Tests.DynamoDb;

public sealed class DynamoDbItemStoreContractTests : ItemStoreContract
{
    public override Task DisposeAsync()
    {
        ((DynamoDbItemStore)Store).Dispose();
        return Task.CompletedTask;
    }

    protected override async ValueTask<IItemStore> OpenAsync() => await TestTable.CreateAsync(Clock);
}
