using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.Items;

public abstract partial class ItemStoreContract
{
    [Fact]
    public async Task Get_NothingThere_IsNull() => (await Store.GetAsync(_key)).ShouldBeNull();

    [Fact]
    public async Task Get_AfterPut_HasKeyBodyRevisionAndExpiry()
    {
        var expiry = Clock.Now.AddHours(1);
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None, expiry);
        var item = (await Store.GetAsync(_key)).ShouldNotBeNull();
        (item.Key, Text(item), item.Revision, item.ExpiresAt).ShouldBe((_key, "one", 1L, expiry));
    }

    [Fact]
    public async Task Put_Unconditional_CountsRevisions()
    {
        for (var revision = 1L; revision <= 3; revision++)
        {
            (await Store.PutAsync(_key, Bytes($"{revision}"), PutCondition.None)).ShouldBe(revision);
        }

        (await ReadAsync(_key)).ShouldBe("3");
    }

    [Fact]
    public async Task Put_Absent_WritesOnlyOnce()
    {
        (await Store.PutAsync(_key, Bytes("first"), PutCondition.Absent)).ShouldBe(1);
        (await Store.PutAsync(_key, Bytes("second"), PutCondition.Absent)).ShouldBeNull();
        (await ReadAsync(_key)).ShouldBe("first");
    }

    [Fact]
    public async Task Put_AtRevision_WritesOnlyOverThatRevision()
    {
        (await Store.PutAsync(_key, Bytes("none"), PutCondition.AtRevision(1))).ShouldBeNull();
        (await Store.GetAsync(_key)).ShouldBeNull();
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None);
        (await Store.PutAsync(_key, Bytes("stale"), PutCondition.AtRevision(2))).ShouldBeNull();
        (await Store.PutAsync(_key, Bytes("two"), PutCondition.AtRevision(1))).ShouldBe(2);
        (await Store.PutAsync(_key, Bytes("stale"), PutCondition.AtRevision(1))).ShouldBeNull();
        (await ReadAsync(_key)).ShouldBe("two");
    }

    [Fact]
    public async Task Put_ReplacesExpiry()
    {
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None, Clock.Now.AddHours(1));
        await Store.PutAsync(_key, Bytes("two"), PutCondition.AtRevision(1));
        (await Store.GetAsync(_key))!.ExpiresAt.ShouldBeNull();
    }

    [Fact]
    public async Task Put_EmptyBody_ReadsEmpty()
    {
        await Store.PutAsync(_key, default, PutCondition.None);
        (await Store.GetAsync(_key))!.Body.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Put_BinaryBody_ReadsTheSameBytes()
    {
        byte[] body = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        await Store.PutAsync(_key, body, PutCondition.None);
        (await Store.GetAsync(_key))!.Body.ToArray().ShouldBe(body);
    }

    [Fact]
    public async Task Put_AtTheSizeLimit_Works()
    {
        await Store.PutAsync(_key, new byte[ItemLimits.MaxBodyBytes], PutCondition.None);
        (await Store.GetAsync(_key))!.Body.Length.ShouldBe(ItemLimits.MaxBodyBytes);
    }

    [Fact]
    public async Task Put_OverTheSizeLimit_ThrowsAndWritesNothing()
    {
        var refusal = await Should.ThrowAsync<ItemTooLargeException>(async () => await Store.PutAsync(_key, new byte[ItemLimits.MaxBodyBytes + 1], PutCondition.None));
        refusal.Message.ShouldBe("The item P / S has 389121 bytes; the limit is 389120.");
        (await Store.GetAsync(_key)).ShouldBeNull();
    }

    [Fact]
    public async Task PutInOrder_AllHold_ReturnsTheLastRevision()
    {
        await Store.PutAsync(new("P", "3"), Bytes("old"), PutCondition.None);
        var revision = await Store.PutInOrderAsync(
        [
            new(new("P", "1"), Bytes("a"), PutCondition.Absent),
            new(new("Q", "2"), Bytes("b"), PutCondition.None),
            new(new("P", "3"), Bytes("c"), PutCondition.AtRevision(1)),
        ]);
        revision.ShouldBe(2);
        (await ReadAsync(new("P", "1")), await ReadAsync(new("Q", "2")), await ReadAsync(new("P", "3"))).ShouldBe(("a", "b", "c"));
    }

    [Fact]
    public async Task PutInOrder_AConditionFails_StopsThere()
    {
        await Store.PutAsync(new("P", "2"), Bytes("taken"), PutCondition.None);
        var revision = await Store.PutInOrderAsync(
        [
            new(new("P", "1"), Bytes("a"), PutCondition.Absent),
            new(new("P", "2"), Bytes("b"), PutCondition.Absent),
            new(new("P", "3"), Bytes("c"), PutCondition.None),
        ]);
        revision.ShouldBeNull();
        (await ReadAsync(new("P", "1")), await ReadAsync(new("P", "2")), await ReadAsync(new("P", "3"))).ShouldBe(("a", "taken", null));
    }

    [Fact]
    public async Task PutInOrder_OneBodyTooLarge_WritesNothing()
    {
        await Should.ThrowAsync<ItemTooLargeException>(async () => await Store.PutInOrderAsync(
        [
            new(new("P", "1"), Bytes("a"), PutCondition.None),
            new(new("P", "2"), new byte[ItemLimits.MaxBodyBytes + 1], PutCondition.None),
        ]));
        (await ReadAsync(new("P", "1"))).ShouldBeNull();
    }

    [Fact]
    public async Task PutInOrder_TheSameKeyTwice_SeesItsOwnWrite()
    {
        var revision = await Store.PutInOrderAsync([new(_key, Bytes("a"), PutCondition.Absent), new(_key, Bytes("b"), PutCondition.AtRevision(1))]);
        revision.ShouldBe(2);
        (await ReadAsync(_key)).ShouldBe("b");
    }

    [Fact]
    public async Task Delete_RemovesAndTells()
    {
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None);
        (await Store.DeleteAsync(_key, PutCondition.None)).ShouldBeTrue();
        (await Store.DeleteAsync(_key, PutCondition.None)).ShouldBeFalse();
        (await Store.GetAsync(_key)).ShouldBeNull();
    }

    [Fact]
    public async Task Delete_AtRevision_OnlyThatRevision()
    {
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None);
        (await Store.DeleteAsync(_key, PutCondition.AtRevision(2))).ShouldBeFalse();
        (await ReadAsync(_key)).ShouldBe("one");
        (await Store.DeleteAsync(_key, PutCondition.AtRevision(1))).ShouldBeTrue();
        (await Store.GetAsync(_key)).ShouldBeNull();
    }

    [Fact]
    public async Task Delete_Absent_IsRefused() =>
        await Should.ThrowAsync<ArgumentException>(async () => await Store.DeleteAsync(_key, PutCondition.Absent));

    [Fact]
    public async Task Put_AfterDelete_StartsAtRevisionOne()
    {
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None);
        await Store.PutAsync(_key, Bytes("two"), PutCondition.None);
        await Store.DeleteAsync(_key, PutCondition.None);
        (await Store.PutAsync(_key, Bytes("new"), PutCondition.Absent)).ShouldBe(1);
    }

    [Theory]
    [InlineData("p", "S")]
    [InlineData("P", "s")]
    [InlineData("P ", "S")]
    [InlineData("P", "S ")]
    public async Task Keys_DifferInCaseOrBlanks_AreOtherItems(string partition, string sort)
    {
        await Store.PutAsync(_key, Bytes("one"), PutCondition.None);
        (await Store.GetAsync(new(partition, sort))).ShouldBeNull();
        (await Store.PutAsync(new(partition, sort), Bytes("two"), PutCondition.Absent)).ShouldBe(1);
    }

    [Theory]
    [InlineData("'; DROP TABLE items; --")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("ключ 鍵 🔑")]
    [InlineData("e\u0301")]
    public async Task Keys_OddTexts_AreKeptAsTheyAre(string text)
    {
        var key = new ItemKey(text, text);
        await Store.PutAsync(key, Bytes("one"), PutCondition.None);
        (await ReadAsync(key)).ShouldBe("one");
        (await SortsAsync(new(text, ""))).ShouldBe([text]);
    }
}
