using ControlPlane.Gateway.Throttling;
using ControlPlane.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Throttling;

public sealed class TokenBucketTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public void A_full_bucket_lets_its_burst_through_and_then_the_rate()
    {
        var bucket = new TokenBucket(_clock);
        Taken(bucket, 10, 5, 100).ShouldBe(5);
        _clock.Advance(0.1);
        Taken(bucket, 10, 5, 100).ShouldBe(1);
        _clock.Advance(0.25);
        Taken(bucket, 10, 5, 100).ShouldBe(2);
        _clock.Advance(60);
        Taken(bucket, 10, 5, 100).ShouldBe(5);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(0, 0)]
    public void A_limit_of_nothing_lets_nothing_through(double rate, int burst)
    {
        var bucket = new TokenBucket(_clock);
        _clock.Advance(100);
        bucket.TryTake(rate, burst).ShouldBeFalse();
    }

    [Fact]
    public void A_rate_without_limit_lets_everything_through_whoever_asks()
    {
        // Threads read the clock one after the other and come in another order.
        var bucket = new TokenBucket(TimeProvider.System);
        var refused = 0;
        Parallel.For(0, 100_000, _ =>
        {
            if (!bucket.TryTake(double.PositiveInfinity, int.MaxValue))
            {
                Interlocked.Increment(ref refused);
            }
        });
        refused.ShouldBe(0);
    }

    [Fact]
    public void New_limits_count_at_once_and_what_was_used_stays_used()
    {
        var bucket = new TokenBucket(_clock);
        Taken(bucket, 1, 10, 10).ShouldBe(10);
        bucket.TryTake(1, 10).ShouldBeFalse();
        bucket.TryTake(1, 12).ShouldBeTrue();
        _clock.Advance(11);
        Taken(bucket, 1, 3, 100).ShouldBe(3);
    }

    [Fact]
    public void A_faster_rate_or_a_smaller_bucket_need_not_wait_for_what_was_used_before()
    {
        var bucket = new TokenBucket(_clock);
        Taken(bucket, 0.01, 10, 20).ShouldBe(10);
        bucket.TryTake(100, 10).ShouldBeFalse("it is empty");
        _clock.Advance(0.05);
        Taken(bucket, 100, 10, 20).ShouldBe(5);
        _clock.Advance(10);
        Taken(bucket, 1, 100, 200).ShouldBe(100);
        bucket.TryTake(1, 2).ShouldBeFalse();
        _clock.Advance(1);
        Taken(bucket, 1, 2, 10).ShouldBe(1);
    }

    [Fact]
    public void Rates_below_one_take_their_time()
    {
        var bucket = new TokenBucket(_clock);
        bucket.TryTake(0.1, 1).ShouldBeTrue();
        _clock.Advance(9.9);
        bucket.TryTake(0.1, 1).ShouldBeFalse();
        _clock.Advance(0.2);
        bucket.TryTake(0.1, 1).ShouldBeTrue();
    }

    [Fact]
    public void Many_threads_together_get_what_one_would()
    {
        var bucket = new TokenBucket(_clock);
        var taken = 0;
        Parallel.For(0, 4000, _ =>
        {
            if (bucket.TryTake(100, 250))
            {
                Interlocked.Increment(ref taken);
            }
        });
        taken.ShouldBe(250);
    }

    [Fact]
    public void Nobody_ever_gets_more_than_burst_and_rate() => Prop.ForAll(
        Gen.Zip(Gen.Zip(Gen.Choose(1, 50), Gen.Choose(1, 20)), Gen.ListOf(Gen.Choose(0, 400))).ToArbitrary(),
        sample =>
        {
            var (rate, burst) = sample.Item1;
            var (clock, taken, milliseconds) = (new VirtualClock(), 0, 0);
            var bucket = new TokenBucket(clock);
            foreach (var wait in sample.Item2)
            {
                clock.Advance(wait / 1000.0);
                milliseconds += wait;
                taken += Taken(bucket, rate, burst, 3);
            }

            return taken <= burst + (rate * milliseconds / 1000.0) + 0.01;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Taking_allocates_nothing()
    {
        var bucket = new TokenBucket(_clock);
        bucket.TryTake(10, 5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            bucket.TryTake(10, 5);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static int Taken(TokenBucket bucket, double rate, int burst, int tries) => Enumerable.Range(0, tries).Count(_ => bucket.TryTake(rate, burst));
}
