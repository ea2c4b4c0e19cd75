using ControlPlane.Storage.DynamoDb;

namespace ControlPlane.Storage.Tests;

/// <summary>Tables of a real engine, one for each test.</summary>
internal static class TestTable
{
    /// <summary>A store over a new table.</summary>
    public static async Task<DynamoDbItemStore> CreateAsync(TimeProvider clock)
    {
        var store = DynamoDbItemStore.Create(await NewAsync(), clock);
        await store.CreateTableAsync();
        return store;
    }

    /// <summary>The options of a table that is not there yet; patient, so that a slow machine looks like no fault.</summary>
    public static async Task<DynamoDbStoreOptions> NewAsync() => new()
    {
        Table = Dynalite.NewTableName(),
        ServiceUrl = await Dynalite.UrlAsync(),
        AttemptTimeout = TimeSpan.FromSeconds(10),
        TimeBudget = TimeSpan.FromSeconds(30),
    };
}
