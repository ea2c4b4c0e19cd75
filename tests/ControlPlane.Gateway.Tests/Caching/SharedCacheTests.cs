using System.Buffers;
using System.Text;
using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Caching;
using ControlPlane.Gateway.Recording;
using ControlPlane.Storage.Caching;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Testing;
using Microsoft.Extensions.Caching.Distributed;

namespace ControlPlane.Gateway.Tests.Caching;

/// <summary>Two routers over one real store.</summary>
public sealed class SharedCacheTests : IAsyncLifetime, IDisposable
{
    private static readonly MethodSetting Encrypted = new(requireAuthorizationForCacheControl: false) { CachingEnabled = true, CacheDataEncrypted = true };

    private readonly TempFolder _folder = new();
    private readonly VirtualClock _clock = new();
    private SqliteItemStore _store = null!;
    private Watched _cache = null!;

    public Task InitializeAsync()
    {
        _store = SqliteItemStore.Open(Path.Combine(_folder.Path, "items.db"), _clock);
        _cache = new Watched(new StoredCache(_store, _clock));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_one_router_has_kept_another_one_serves()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        one.Answer = _ => CachingHost.Response(201, "kept", ("X-Kept", "yes"));
        (await one.GetAsync()).ShouldBe("kept");
        await one.Gateway.Gateway.SettleAsync();

        using var response = await other.Gateway.GetAsync("/x");
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((201, "kept"));
        response.Headers.GetValues("X-Kept").ShouldBe(["yes"]);
        response.Headers.Contains("X-Amzn-Trace-Id").ShouldBeTrue();
        other.Asked.ShouldBe(0);
        await other.GetAsync();
        await Eventually.HoldsAsync(() => other.Outcomes.Count == 2);
        other.Outcomes.ShouldBe([CacheOutcome.Hit, CacheOutcome.Hit]);
        _cache.Reads.ShouldBe(2, "each router has asked once");
    }

    [Fact]
    public async Task It_expires_everywhere_when_its_time_is_over()
    {
        await using var one = await StartAsync();
        await one.GetAsync();
        await one.Gateway.Gateway.SettleAsync();
        _clock.Advance(299);
        await using var other = await StartAsync();
        await other.GetAsync();
        other.Asked.ShouldBe(0);
        _clock.Advance(2);
        await other.GetAsync();
        other.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_replacement_reaches_the_other_routers_beside_their_requests()
    {
        var stage = CachingHost.Stage(new MethodSetting(requireAuthorizationForCacheControl: false) { CachingEnabled = true });
        await using var one = await StartAsync(stage);
        await using var other = await StartAsync(stage);
        (await one.GetAsync()).ShouldBe("1");
        await one.Gateway.Gateway.SettleAsync();
        (await other.GetAsync()).ShouldBe("1");
        _clock.Advance(1);
        (await one.GetAsync("/x", ("Cache-Control", "max-age=0"))).ShouldBe("2");
        await one.Gateway.Gateway.SettleAsync();
        (await other.GetAsync()).ShouldBe("1");
        _clock.Advance(SharedResponses.RecheckEvery.TotalSeconds);
        (await other.GetAsync()).ShouldBe("1", "nobody waits for the store when he can be served");
        await other.Gateway.Gateway.SettleAsync();
        (await other.GetAsync()).ShouldBe("2");
        other.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_store_that_is_down_costs_nothing_but_the_sharing()
    {
        await using var host = await StartAsync();
        _cache.Fails = true;
        (await host.GetAsync()).ShouldBe("1");
        (await host.GetAsync()).ShouldBe("1", "in memory it is kept all the same");
        var calls = _cache.Reads + _cache.Writes;
        (await host.GetAsync("/any")).ShouldBe("2");
        (_cache.Reads + _cache.Writes).ShouldBe(calls, "it is left alone for a while");
        host.Loggers.Problems.Single().ShouldContain("Shared cached responses cannot be read: The store is down.");
        _cache.Fails = false;
        _clock.Advance(SharedResponses.Impatience.TotalSeconds + 1);
        (await host.GetAsync("/x/1")).ShouldBe("3");
        await host.Gateway.Gateway.SettleAsync();
        _cache.Writes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_store_that_hangs_is_waited_for_a_moment_only()
    {
        await using var host = await StartAsync();
        _cache.Hangs = true;
        var request = host.GetAsync();
        await Eventually.HoldsAsync(() => _cache.Reads == 1 && _clock.Timers > 0);
        host.Asked.ShouldBe(0);
        _clock.Advance(SharedResponses.Patience.TotalSeconds);
        (await request).ShouldBe("1");
        (await host.GetAsync("/any")).ShouldBe("2", "the next one does not wait at all");
    }

    [Fact]
    public async Task A_write_that_hangs_delays_nobody()
    {
        await using var host = await StartAsync();
        _cache.HangsOnWrites = true;
        (await host.GetAsync()).ShouldBe("1");
        (await host.GetAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task Encrypted_responses_tell_the_store_nothing_and_routers_of_the_same_secret_all()
    {
        var secret = new KeyProtection(new string('s', 40)).Responses;
        await using (var one = await StartAsync(CachingHost.Stage(Encrypted), secret))
        {
            one.Answer = _ => CachingHost.Response(200, "a secret text");
            await one.GetAsync();
            await one.Gateway.Gateway.SettleAsync();
        }

        Encoding.Latin1.GetString(_cache.Written.Single()).ShouldNotContain("secret text");
        await using var other = await StartAsync(CachingHost.Stage(Encrypted), secret);
        (await other.GetAsync()).ShouldBe("a secret text");
        other.Asked.ShouldBe(0);
        await using var stranger = await StartAsync(CachingHost.Stage(Encrypted), new KeyProtection(new string('t', 40)).Responses);
        (await stranger.GetAsync()).ShouldBe("1");
        stranger.Loggers.Problems.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_a_secret_they_stay_in_their_process_and_it_is_told()
    {
        await using var host = await StartAsync(CachingHost.Stage(Encrypted));
        (await host.GetAsync()).ShouldBe("1");
        (await host.GetAsync()).ShouldBe("1");
        (_cache.Reads, _cache.Writes).ShouldBe((0, 0));
        host.Loggers.Problems.Single().ShouldContain("no secret is configured here");
    }

    [Fact]
    public async Task What_is_too_large_for_an_item_stays_in_its_process()
    {
        await using var host = await StartAsync();
        host.Answer = _ => CachingHost.Response(200, new string('a', 400 * 1024));
        await host.GetAsync();
        await host.GetAsync();
        await host.Gateway.Gateway.SettleAsync();
        host.Asked.ShouldBe(1);
        _cache.Writes.ShouldBe(0);
        host.Loggers.Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else")]
    [InlineData("\u0001\u0000ab")]
    public async Task What_is_damaged_is_fetched_anew(string text)
    {
        await using (var one = await StartAsync())
        {
            await one.GetAsync();
            await one.Gateway.Gateway.SettleAsync();
        }

        _cache.Answer = Encoding.Latin1.GetBytes(text);
        await using var host = await StartAsync();
        (await host.GetAsync()).ShouldBe("1");
        host.Asked.ShouldBe(1);
    }

    private Task<CachingHost> StartAsync(Stage? stage = null, ResponseProtection? protection = null) => CachingHost.StartAsync(
        stage: stage, clock: _clock, collaborators: new GatewayCollaborators { SharedCache = _cache, ResponseProtection = protection });

    /// <summary>A real cache that can be watched and made to fail.</summary>
    private sealed class Watched(IBufferDistributedCache inner) : IBufferDistributedCache
    {
        private int _reads;
        private int _writes;

        public int Reads => Volatile.Read(ref _reads);

        public int Writes => Volatile.Read(ref _writes);

        public bool Fails { get; set; }

        public bool Hangs { get; set; }

        public bool HangsOnWrites { get; set; }

        public byte[]? Answer { get; set; }

        public List<byte[]> Written { get; } = [];

        public async ValueTask<bool> TryGetAsync(string key, IBufferWriter<byte> destination, CancellationToken token = default)
        {
            Interlocked.Increment(ref _reads);
            await BeginAsync(Hangs, token);
            if (Answer is not null)
            {
                destination.Write(Answer);
                return true;
            }

            return await inner.TryGetAsync(key, destination, token);
        }

        public async ValueTask SetAsync(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Interlocked.Increment(ref _writes);
            await BeginAsync(Hangs || HangsOnWrites, token);
            lock (Written)
            {
                Written.Add(value.ToArray());
            }

            await inner.SetAsync(key, value, options, token);
        }

        public byte[]? Get(string key) => throw new NotSupportedException();

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Refresh(string key) => throw new NotSupportedException();

        public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Remove(string key) => throw new NotSupportedException();

        public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

        public void Set(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => throw new NotSupportedException();

        public bool TryGet(string key, IBufferWriter<byte> destination) => throw new NotSupportedException();

        private async Task BeginAsync(bool hangs, CancellationToken token)
        {
            if (Fails)
            {
                throw new IOException("The store is down.");
            }

            if (hangs)
            {
                await Task.Delay(Timeout.Infinite, token);
            }
        }
    }
}
