using ControlPlane.Gateway.WebAcls.Rates;

namespace ControlPlane.Gateway.Tests.WebAcls;

public sealed class RateTableTests
{
    private const long Second = 1000;

    [Fact]
    public void A_window_slides()
    {
        var table = new RateTable(Second, 10);
        Repeat(table, 1, 100, 10 * Second).ShouldBe(100);
        table.Count(1, (20 * Second) - 1).ShouldBe(101, "the window has not ended");
        table.Count(1, 25 * Second).ShouldBe(1 + 50, "half of the last window counts when half of this one is over");
        table.Count(1, 29_900).ShouldBe(2 + 1);
        table.Count(1, 45 * Second).ShouldBe(1, "an empty window lies between");
    }

    [Fact]
    public void Clients_are_counted_apart()
    {
        var table = new RateTable(Second, 10);
        for (var round = 1; round <= 3; round++)
        {
            for (var client = 0ul; client < 1000; client++)
            {
                table.Count(ClientHash.Of((UInt128)client), Second).ShouldBe(round);
            }
        }
    }

    [Fact]
    public void Whoever_floods_the_table_with_clients_is_not_forgotten_by_it()
    {
        var table = new RateTable(Second, 10, 64);
        var random = new Random(7);
        long sent = 0, counted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            // One client among thousands that come once.
            table.Count((ulong)random.NextInt64(), Second);
            if (i % 10 == 0)
            {
                sent++;
                counted = table.Count(42, Second);
                counted.ShouldBeGreaterThanOrEqualTo(sent);
            }
        }

        counted.ShouldBeGreaterThanOrEqualTo(2000);
    }

    [Fact]
    public void Clients_that_take_turns_beyond_the_places_are_never_counted_too_low()
    {
        var table = new RateTable(Second, 10, 64);
        for (var round = 1; round <= 5; round++)
        {
            for (var client = 0ul; client < 640; client++)
            {
                table.Count(ClientHash.Of((UInt128)client), Second).ShouldBeGreaterThanOrEqualTo(round);
            }
        }
    }

    [Fact]
    public void A_flood_that_is_over_is_forgotten()
    {
        var table = new RateTable(Second, 10, 64);
        for (var client = 0ul; client < 10_000; client++)
        {
            table.Count(ClientHash.Of((UInt128)client), Second);
        }

        table.IsIdle(2 * Second).ShouldBeFalse();
        table.IsIdle(60 * Second).ShouldBeTrue();
        table.Count(7, 60 * Second).ShouldBe(1);
    }

    [Fact]
    public async Task Many_threads_lose_no_request()
    {
        var table = new RateTable(Second, 10);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Repeat(table, 3, 10_000, Second))));
        table.Count(3, Second).ShouldBe(80_001);
    }

    [Fact]
    public void A_late_thread_counts_in_the_newer_window()
    {
        var table = new RateTable(Second, 10);
        table.Count(1, 20 * Second).ShouldBe(1);
        table.Count(1, 19_999).ShouldBe(2);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("tenant-1234", "tenant-1235")]
    [InlineData("", "\0")]
    [InlineData("abcd", "abcd\0")]
    public void Texts_that_differ_have_hashes_that_differ(string one, string other)
    {
        ClientHash.Of(one).ShouldBe(ClientHash.Of(new string(one)));
        ClientHash.Of(one).ShouldNotBe(ClientHash.Of(other));
    }

    private static long Repeat(RateTable table, ulong client, int times, long timestamp)
    {
        long count = 0;
        for (var i = 0; i < times; i++)
        {
            count = table.Count(client, timestamp);
        }

        return count;
    }
}
