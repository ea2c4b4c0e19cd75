using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Caching;
using ControlPlane.Gateway.Recording;
using ControlPlane.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway.Tests.Caching;

public sealed class CacheLimitTests : IDisposable
{
    private const long Limit = 100_000;

    private readonly VirtualClock _clock = new();
    private readonly GatewayFaults _faults;
    private readonly ResponseCaches _caches;

    public CacheLimitTests()
    {
        _faults = new GatewayFaults(this, _clock, NullLogger.Instance);
        _caches = new ResponseCaches(Limit, null, new MethodArn("us-east-1", "123456789012"), _faults, _clock);
    }

    public void Dispose() => _faults.Dispose();

    [Fact]
    public async Task A_full_cache_gives_up_what_was_used_longest_ago()
    {
        var responses = Allocate("one");
        responses.Keep("used", Response(1000));
        for (var i = 0; i < 500; i++)
        {
            _clock.Advance(0.001);
            responses.Find("used").ShouldNotBeNull($"it is used again and again, before {i}");
            await KeepAsync(responses, $"{i}", 1000);
            _caches.Bytes.ShouldBeLessThanOrEqualTo(Limit);
        }

        responses.Find("0").ShouldBeNull();
        responses.Find("499").ShouldNotBeNull();
    }

    [Fact]
    public async Task Stages_keep_to_the_limit_together_and_the_largest_gives_way()
    {
        var (large, small) = (Allocate("large"), Allocate("small"));
        for (var i = 0; i < 60; i++)
        {
            await KeepAsync(large, $"{i}", 1000);
        }

        for (var i = 0; i < 40; i++)
        {
            _clock.Advance(0.001);
            await KeepAsync(small, $"{i}", 1000);
            _caches.Bytes.ShouldBeLessThanOrEqualTo(Limit);
        }

        small.Bytes.ShouldBeGreaterThan(20_000);
    }

    [Fact]
    public async Task What_expires_or_is_replaced_makes_room()
    {
        var responses = Allocate("one");
        await KeepAsync(responses, "key", 10_000);
        var bytes = responses.Bytes;
        responses.Keep("key", Response(10_000));
        await Eventually.HoldsAsync(() => responses.Bytes == bytes);
        _clock.Advance(4000);
        responses.Find("key").ShouldBeNull();
        await Eventually.HoldsAsync(() => responses.Bytes == 0);
    }

    [Fact]
    public void What_is_larger_than_the_cache_is_not_kept()
    {
        var responses = Allocate("one");
        responses.Keep("key", Response((int)Limit));
        responses.Find("key").ShouldBeNull();
        responses.Bytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_host_without_memory_for_responses_serves_and_says_so_once_a_minute()
    {
        await using var host = await CachingHost.StartAsync(options: new GatewayOptions { CacheBytes = 0 });
        for (var i = 1; i <= 5; i++)
        {
            (await host.GetAsync()).ShouldBe($"{i}");
        }

        host.Loggers.Problems.ShouldBe(
            ["Stage abcdefghij/prod: The stage's cache cannot be allocated: this host has no memory for responses. Its requests are served all the same."]);
        host.Clock.Advance(61);
        await host.GetAsync();
        host.Loggers.Problems.Count().ShouldBe(2);
    }

    private static CachedResponse Response(int bytes) => new()
    {
        Status = 200,
        Headers = [],
        Body = new byte[bytes],
        AskedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = new DateTimeOffset(2026, 3, 1, 13, 0, 0, TimeSpan.Zero),
    };

    // A full cache makes room for the next response, in the background.
    private static async Task KeepAsync(StageResponses responses, string key, int bytes) => await Eventually.HoldsAsync(() =>
    {
        responses.Keep(key, Response(bytes));
        return responses.Find(key) is not null;
    });

    private StageResponses Allocate(string stageName) => _caches.Allocate(CachingHost.Stage() with { StageName = stageName })!;
}
