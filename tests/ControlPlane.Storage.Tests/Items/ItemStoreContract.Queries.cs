using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.Items;

public abstract partial class ItemStoreContract
{
    // In the order of their UTF-8 bytes; UTF-16 units would put the last two the other way round.
    private static readonly string[] _odd = ["A", "A#", "A#1", "A#10", "A#2", "A$", "AA", "B", "a", "a\u007F", "aé", "a中", "a\uFFFD", "a🔑"];

    [Fact]
    public async Task Query_EmptyPartition_IsEmpty()
    {
        var page = await Store.QueryAsync(new("P", ""));
        page.Items.ShouldBeEmpty();
        page.Continuation.ShouldBeNull();
    }

    [Fact]
    public async Task Query_Items_HaveBodiesAndRevisions()
    {
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None);
        await Store.PutAsync(_key, Bytes("two"), PutCondition.None);
        var item = (await Store.QueryAsync(new("P", ""))).Items.ShouldHaveSingleItem();
        (item.Key, item.Revision, Text(item)).ShouldBe((_key, 2L, "two"));
    }

    [Fact]
    public async Task Query_OtherPartitions_AreNotRead()
    {
        await PutAllAsync("P", "1");
        await PutAllAsync("P2", "2");
        await PutAllAsync("p", "3");
        (await SortsAsync(new("P", ""))).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Query_OddKeys_AreInTheOrderOfTheirBytes()
    {
        await PutAllAsync("P", [.. _odd.Reverse()]);
        (await SortsAsync(new("P", ""))).ShouldBe(_odd);
        (await SortsAsync(new("P", "") { Descending = true })).ShouldBe(_odd.Reverse());
    }

    [Theory]
    [InlineData("A#", new[] { "A#", "A#1", "A#10", "A#2" })]
    [InlineData("A#1", new[] { "A#1", "A#10" })]
    [InlineData("A", new[] { "A", "A#", "A#1", "A#10", "A#2", "A$", "AA" })]
    [InlineData("a", new[] { "a", "a\u007F", "aé", "a中", "a\uFFFD", "a🔑" })]
    [InlineData("a🔑", new[] { "a🔑" })]
    [InlineData("A#3", new string[0])]
    [InlineData("Z", new string[0])]
    [InlineData("%", new string[0])]
    public async Task Query_Prefix_TakesExactlyItsKeys(string prefix, string[] expected)
    {
        await PutAllAsync("P", _odd);
        (await SortsAsync(new("P", prefix))).ShouldBe(expected);
        (await SortsAsync(new("P", prefix) { Descending = true })).ShouldBe(expected.Reverse());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("x\U0010FFFF")]
    [InlineData("\uD7FF")]
    public async Task Query_PrefixFollowedByTheLastCharacter_IsStillThePrefix(string prefix)
    {
        string[] keys = [prefix + "a", prefix + "\U0010FFFF", prefix + "\U0010FFFF\U0010FFFF"];
        await PutAllAsync("P", keys);
        (await SortsAsync(new("P", prefix))).ShouldBe(keys);
        (await SortsAsync(new("P", prefix) { Descending = true })).ShouldBe(keys.Reverse());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(int.MaxValue)]
    public async Task Query_Pages_AreFullAndMissNothing(int limit)
    {
        await PutAllAsync("P", _odd);
        foreach (var descending in new[] { false, true })
        {
            var pages = await PagesAsync(new("P", "") { Limit = limit, Descending = descending });
            pages.SelectMany(page => page).ShouldBe(descending ? _odd.Reverse() : _odd);
            pages.SkipLast(1).ShouldAllBe(page => page.Length == limit);
            pages[^1].Length.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Query_LimitIsTheExactRest_HasNoContinuation()
    {
        await PutAllAsync("P", "A1", "A2", "B1");
        var page = await Store.QueryAsync(new("P", "A") { Limit = 2 });
        page.Items.Count.ShouldBe(2);
        page.Continuation.ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Query_LimitBelowOne_IsRefused(int limit) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Store.QueryAsync(new("P", "") { Limit = limit }));

    [Fact]
    public async Task Query_AfterAKeyThatIsGone_GoesOnBehindIt()
    {
        await PutAllAsync("P", "1", "2", "3");
        await Store.DeleteAsync(new("P", "2"), PutCondition.None);
        (await SortsAsync(new("P", "") { After = "2" })).ShouldBe(["3"]);
        (await SortsAsync(new("P", "") { After = "2", Descending = true })).ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("A", false, new[] { "B1", "B2" })]
    [InlineData("C", false, new string[0])]
    [InlineData("A", true, new string[0])]
    [InlineData("C", true, new[] { "B2", "B1" })]
    [InlineData("", false, new[] { "B1", "B2" })]
    [InlineData("", true, new string[0])]
    public async Task Query_AfterAKeyOutsideThePrefix_StaysWithinIt(string after, bool descending, string[] expected)
    {
        await PutAllAsync("P", "A1", "B1", "B2", "C1");
        (await SortsAsync(new("P", "B") { After = after, Descending = descending })).ShouldBe(expected);
    }

    [Fact]
    public async Task Query_WithoutLimit_ReadsEverything()
    {
        await Store.PutInOrderAsync([.. Enumerable.Range(0, 1200).Select(i => new ItemPut(new("P", $"{i:D5}"), Bytes("x"), PutCondition.None))]);
        var page = await Store.QueryAsync(new("P", ""));
        page.Items.Count.ShouldBe(1200);
        page.Continuation.ShouldBeNull();
    }

    [Fact]
    public async Task Query_MuchLargerThanAPageOfTheEngine_ReadsEverything()
    {
        // DynamoDB ends a page after 1 MB, whatever the limit.
        for (var i = 0; i < 6; i++)
        {
            await Store.PutAsync(new("P", $"{i}"), new byte[300 * 1024], PutCondition.None);
        }

        (await SortsAsync(new("P", ""))).ShouldBe(["0", "1", "2", "3", "4", "5"]);
        (await PagesAsync(new("P", "") { Limit = 5 })).ShouldBe([["0", "1", "2", "3", "4"], ["5"]]);
    }
}
