using System.Text;
using Amazon.Runtime;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Hosting;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.Hosting;

public sealed class ConnectingStoreTests
{
    private static readonly ItemKey _key = new("API#a", "STAGE#b");

    [Fact]
    public async Task Store_OnceConnected_IsTheTable()
    {
        var options = await TestTable.NewAsync();
        using (var store = DynamoDbItemStore.Create(options, TimeProvider.System))
        {
            await store.CreateTableAsync();
            await store.PutAsync(_key, Encoding.UTF8.GetBytes("body"), PutCondition.Absent);
        }

        var connecting = ConnectingStore.Begin(options, TimeProvider.System);
        await connecting.Connected;
        (await connecting.Store.GetAsync(_key)).ShouldNotBeNull().Body.ToArray().ShouldBe(Encoding.UTF8.GetBytes("body"));
        connecting.Store.ShouldBeSameAs(connecting.Store);
    }

    [Fact]
    public async Task Connected_MissingTable_LeavesTheFailureToTheFirstReader()
    {
        var connecting = ConnectingStore.Begin(await TestTable.NewAsync(), TimeProvider.System);
        await connecting.Connected;
        await Should.ThrowAsync<StoreUnavailableException>(async () => await connecting.Store.GetAsync(_key));
    }

    [Fact]
    public async Task Connected_ClientThatCannotBeMade_LeavesTheFailureToWhoeverAsksForTheStore()
    {
        var connecting = ConnectingStore.Begin(new DynamoDbStoreOptions { Table = "table", ServiceUrl = new Uri("no-address", UriKind.Relative) }, TimeProvider.System);
        await connecting.Connected;
        Should.Throw<AmazonClientException>(() => connecting.Store);
    }
}
