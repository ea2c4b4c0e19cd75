namespace ControlPlane.Storage.Tests.Items;

public abstract partial class ItemStoreContract
{
    private static Dictionary<string, long> Deltas(params (string Name, long Value)[] deltas) => deltas.ToDictionary(delta => delta.Name, delta => delta.Value);

    [Fact]
    public async Task Add_CreatesCountersAtZero()
    {
        await Store.AddAsync(_key, Deltas(("a", 5), ("b", -2), ("c", 0)));
        await Store.AddAsync(_key, Deltas(("a", 1), ("d", 7)));
        var item = (await Store.GetCountersAsync("P", "S", "S")).ShouldHaveSingleItem();
        item.Key.ShouldBe(_key);
        item.Values.ShouldBe(Deltas(("a", 6), ("b", -2), ("c", 0), ("d", 7)), ignoreOrder: true);
    }

    [Fact]
    public async Task Add_Nothing_ChangesNothing()
    {
        await Store.AddAsync(_key, Deltas());
        (await Store.GetCountersAsync("P", "S", "S")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Add_BesideItems_IsNotReadAsOne()
    {
        await Store.AddAsync(new("P", "1"), Deltas(("n", 1)));
        await PutAllAsync("P", "2");
        (await SortsAsync(new("P", ""))).ShouldBe(["2"]);
        (await PagesAsync(new("P", "") { Limit = 1 })).ShouldBe([["2"]]);
        (await Store.GetCountersAsync("P", "", "Z")).ShouldHaveSingleItem().Key.Sort.ShouldBe("1");
    }

    [Theory]
    [InlineData("PK")]
    [InlineData("ExpiresAt")]
    [InlineData("a.b-c d#é🔑")]
    public async Task Add_AnyName_IsACounter(string name)
    {
        await Store.AddAsync(_key, Deltas((name, 1)));
        await Store.AddAsync(_key, Deltas((name, 2)));
        (await Store.GetCountersAsync("P", "S", "S"))[0].Values.ShouldBe(Deltas((name, 3)), ignoreOrder: true);
    }

    [Fact]
    public async Task Add_LargeNumbers_AreExact()
    {
        await Store.AddAsync(_key, Deltas(("n", long.MaxValue - 1)));
        await Store.AddAsync(_key, Deltas(("n", 1)));
        (await Store.GetCountersAsync("P", "S", "S"))[0].Values["n"].ShouldBe(long.MaxValue);
    }

    [Fact]
    public async Task GetCounters_Range_IncludesBothEnds()
    {
        foreach (var sort in new[] { "1", "2", "3", "4" })
        {
            await Store.AddAsync(new("P", sort), Deltas(("n", 1)));
        }

        await Store.AddAsync(new("Q", "2"), Deltas(("n", 1)));
        (await Store.GetCountersAsync("P", "2", "3")).Select(item => item.Key.Sort).ShouldBe(["2", "3"]);
        (await Store.GetCountersAsync("P", "3", "2")).ShouldBeEmpty();
        (await Store.GetCountersAsync("R", "", "Z")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Add_ManyAtOnce_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
            await Store.AddAsync(new("P", $"{i % 2}"), Deltas(("n", 1), ("bytes", i))))));
        var items = await Store.GetCountersAsync("P", "0", "1");
        items.Select(item => item.Values["n"]).ShouldBe([100, 100]);
        items.Sum(item => item.Values["bytes"]).ShouldBe(199 * 100);
    }
}
