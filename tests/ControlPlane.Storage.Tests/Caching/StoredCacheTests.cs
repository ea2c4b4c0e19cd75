using System.Buffers;
using System.Text;
using ControlPlane.Storage.Caching;
using ControlPlane.Storage.Items;
using Microsoft.Extensions.Caching.Distributed;

namespace ControlPlane.Storage.Tests.Caching;

public class StoredCacheTests : StoreTest
{
    private StoredCache Cache => new(Store, Clock);

    [Fact]
    public async Task Values_ComeBack_AndAreReplaced()
    {
        (await ReadAsync("key")).ShouldBeNull();
        await Cache.SetAsync("key", Bytes("one"), For(60));
        (await ReadAsync("key")).ShouldBe("one");
        await Cache.SetAsync("key", new ReadOnlySequence<byte>(Bytes("two")), For(60));
        (await ReadAsync("key")).ShouldBe("two");
        (await ReadAsync("other")).ShouldBeNull();
        Encoding.UTF8.GetString((await Cache.GetAsync("key"))!).ShouldBe("two");
        (await Cache.GetAsync("other")).ShouldBeNull();
    }

    [Fact]
    public async Task Values_OfSeveralPieces_AreWrittenWhole()
    {
        var first = new Piece(Bytes("one, "), 0);
        await Cache.SetAsync("key", new ReadOnlySequence<byte>(first, 0, first.Add(Bytes("two")), 3), For(60));
        (await ReadAsync("key")).ShouldBe("one, two");
    }

    [Fact]
    public async Task Values_Expire_AtATime_OrAfterOne()
    {
        await Cache.SetAsync("at", Bytes("value"), new DistributedCacheEntryOptions { AbsoluteExpiration = Clock.Now.AddSeconds(60) });
        await Cache.SetAsync("after", Bytes("value"), For(120));
        await Cache.SetAsync("never", Bytes("value"), new DistributedCacheEntryOptions());
        Clock.Now = Clock.Now.AddSeconds(61);
        (await ReadAsync("at"), await ReadAsync("after")).ShouldBe((null, "value"));
        Clock.Now = Clock.Now.AddSeconds(60);
        (await ReadAsync("after"), await ReadAsync("never")).ShouldBe((null, "value"));
    }

    [Fact]
    public async Task Removed_IsGone_AndRefreshingChangesNothing()
    {
        await Cache.SetAsync("key", Bytes("value"), For(60));
        await Cache.RefreshAsync("key");
        (await ReadAsync("key")).ShouldBe("value");
        await Cache.RemoveAsync("key");
        (await ReadAsync("key")).ShouldBeNull();
        await Cache.RemoveAsync("key");
    }

    [Fact]
    public async Task TheLargest_Fits_AndAByteMoreIsRefused()
    {
        await Cache.SetAsync("key", new byte[ItemLimits.MaxBodyBytes], For(60));
        (await Cache.GetAsync("key"))!.Length.ShouldBe(ItemLimits.MaxBodyBytes);
        await Should.ThrowAsync<ItemTooLargeException>(() => Cache.SetAsync("key", new byte[ItemLimits.MaxBodyBytes + 1], For(60)));
    }

    [Fact]
    public async Task LivingByUse_IsNotSupported() =>
        await Should.ThrowAsync<NotSupportedException>(
            () => Cache.SetAsync("key", Bytes("value"), new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromSeconds(60) }));

    [Fact]
    public void WithoutWaiting_ItIsTheSame()
    {
        Cache.Set("key", Bytes("value"), For(60));
        Cache.Refresh("key");
        Encoding.UTF8.GetString(Cache.Get("key")!).ShouldBe("value");
        var read = new ArrayBufferWriter<byte>();
        Cache.TryGet("key", read).ShouldBeTrue();
        Cache.Set("key", new ReadOnlySequence<byte>(Bytes("other")), For(60));
        Encoding.UTF8.GetString(Cache.Get("key")!).ShouldBe("other");
        Cache.Remove("key");
        Cache.Get("key").ShouldBeNull();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static DistributedCacheEntryOptions For(int seconds) => new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(seconds) };

    private async Task<string?> ReadAsync(string key)
    {
        var bytes = new ArrayBufferWriter<byte>();
        return await Cache.TryGetAsync(key, bytes) ? Encoding.UTF8.GetString(bytes.WrittenSpan) : null;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, long index) => (Memory, RunningIndex) = (bytes, index);

        public Piece Add(byte[] bytes)
        {
            var next = new Piece(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
