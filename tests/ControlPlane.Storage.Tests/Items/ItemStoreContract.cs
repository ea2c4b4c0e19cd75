using System.Text;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.Items;

/// <summary>What every engine must do alike. A test class per engine inherits it and opens a fresh, empty store.</summary>
public abstract partial class ItemStoreContract : IAsyncLifetime
{
    protected TestClock Clock { get; } = new();

    protected IItemStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public abstract Task DisposeAsync();

    protected abstract ValueTask<IItemStore> OpenAsync();

    private static readonly ItemKey _key = new("P", "S");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Item item) => Encoding.UTF8.GetString(item.Body.Span);

    private async Task<string?> ReadAsync(ItemKey key) => await Store.GetAsync(key) is { } item ? Text(item) : null;

    private async Task PutAllAsync(string partition, params string[] sorts)
    {
        foreach (var sort in sorts)
        {
            (await Store.PutAsync(new(partition, sort), Bytes(sort), PutCondition.None)).ShouldNotBeNull();
        }
    }

    private async Task<string[]> SortsAsync(ItemQuery query) => [.. (await Store.QueryAsync(query)).Items.Select(item => item.Key.Sort)];

    private async Task<List<string[]>> PagesAsync(ItemQuery query)
    {
        var pages = new List<string[]>();
        while (true)
        {
            var page = await Store.QueryAsync(query);
            pages.Add([.. page.Items.Select(item => item.Key.Sort)]);
            if (page.Continuation is null)
            {
                return pages;
            }

            pages.Count.ShouldBeLessThan(100, "the query never ends");
            query = query with { After = page.Continuation };
        }
    }
}
