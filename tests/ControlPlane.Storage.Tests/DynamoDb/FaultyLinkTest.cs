using System.Text;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>A test over a table of its own that a store reaches over a faulty link, and somebody else over a good one.</summary>
public abstract class FaultyLinkTest : IAsyncLifetime
{
    protected static readonly ItemKey Key = new("P", "S");

    protected TestClock Clock { get; } = new();

    private protected FaultyLink Link { get; } = new();

    /// <summary>The store under test.</summary>
    protected DynamoDbItemStore Store { get; private set; } = null!;

    /// <summary>Somebody else on the same table.</summary>
    protected DynamoDbItemStore Other { get; private set; } = null!;

    protected DynamoDbStoreOptions Options { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Options = await TestTable.NewAsync();
        Other = DynamoDbItemStore.Create(Options, Clock);
        await Other.CreateTableAsync();
        Store = Open(Options);
    }

    public virtual Task DisposeAsync()
    {
        Store.Dispose();
        Other.Dispose();
        Link.Dispose();
        return Task.CompletedTask;
    }

    protected DynamoDbItemStore Open(DynamoDbStoreOptions options) => new(DynamoDbClients.Create(options, Link), options, Clock);

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected async Task<(string Body, long Revision)?> ReadAsync() => await Other.GetAsync(Key) is { } item ? (Encoding.UTF8.GetString(item.Body.Span), item.Revision) : null;

    protected async Task<long?> CountAsync() => (await Other.GetCountersAsync("P", "S", "S")).SingleOrDefault()?.Values["n"];
}
