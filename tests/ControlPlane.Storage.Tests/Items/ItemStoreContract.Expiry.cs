using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.Items;

public abstract partial class ItemStoreContract
{
    [Fact]
    public async Task Expired_IsNeitherReadNorListed()
    {
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None, Clock.Now.AddSeconds(10));
        await PutAllAsync("P", "T");
        Clock.Now = Clock.Now.AddSeconds(9);
        (await ReadAsync(_key)).ShouldBe("one");
        Clock.Now = Clock.Now.AddSeconds(1);
        (await ReadAsync(_key)).ShouldBeNull();
        (await SortsAsync(new("P", ""))).ShouldBe(["T"]);
    }

    [Fact]
    public async Task Expired_CountsAsAbsentToWriters()
    {
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None, Clock.Now.AddSeconds(10));
        Clock.Now = Clock.Now.AddSeconds(11);
        (await Store.PutAsync(_key, Bytes("stale"), PutCondition.AtRevision(1))).ShouldBeNull();
        (await Store.DeleteAsync(_key, PutCondition.AtRevision(1))).ShouldBeFalse();
        (await Store.PutAsync(_key, Bytes("two"), PutCondition.Absent)).ShouldBe(1);
        (await ReadAsync(_key)).ShouldBe("two");
    }

    [Fact]
    public async Task Expired_Pages_AreFilledWithWhatIsLeft()
    {
        await PutAllAsync("P", "2", "4", "6");
        foreach (var sort in new[] { "1", "3", "5", "7" })
        {
            await Store.PutAsync(new("P", sort), Bytes("x"), PutCondition.None, Clock.Now.AddSeconds(1));
        }

        Clock.Now = Clock.Now.AddSeconds(2);
        (await PagesAsync(new("P", "") { Limit = 2 })).ShouldBe([["2", "4"], ["6"]]);
        (await PagesAsync(new("P", "") { Limit = 3 })).ShouldBe([["2", "4", "6"]]);
    }

    [Fact]
    public async Task Unexpiring_OutlivesAnyClock()
    {
        await PutAllAsync("P", "S");
        Clock.Now = Clock.Now.AddYears(100);
        (await ReadAsync(_key)).ShouldBe("S");
    }

    [Fact]
    public async Task Expired_Counters_AreNotRead()
    {
        await Store.AddAsync(_key, new Dictionary<string, long> { ["n"] = 1 }, Clock.Now.AddSeconds(10));
        Clock.Now = Clock.Now.AddSeconds(11);
        (await Store.GetCountersAsync("P", "", "Z")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Expired_Counters_StartAnew()
    {
        var one = new Dictionary<string, long> { ["n"] = 1 };
        await Store.AddAsync(_key, one, Clock.Now.AddSeconds(10));
        Clock.Now = Clock.Now.AddSeconds(11);
        await Store.AddAsync(_key, one, Clock.Now.AddSeconds(10));
        (await Store.GetCountersAsync("P", "", "Z")).ShouldHaveSingleItem().Values["n"].ShouldBe(1);
    }
}
