using ControlPlane.Storage.Access;

namespace ControlPlane.Gateway.Throttling;

/// <summary>
/// This router's part of a bucket that all routers share. Requests are counted and let through by the lease there is, and never wait;
/// beside them, once a second each and as long as requests come, the counts are told and what all have told is looked at. Without a
/// good lease, as when the store does not answer, the part is an even one among the routers seen last.
/// </summary>
/// <param name="name">The bucket's name in the store.</param>
/// <param name="time">The clock; its UTC time is what routers agree on seconds by.</param>
/// <param name="random">Spreads what routers do over the second.</param>
/// <param name="renew">Has <see cref="RenewAsync"/> called soon; not called again until that has ended.</param>
internal sealed class LeasedBucket(string name, TimeProvider time, Random random, Action<LeasedBucket> renew) : IThrottleBucket
{
    /// <summary>Routers that one supposes which has not seen any yet.</summary>
    public const int FirstRouters = 10;

    private const double GoodSeconds = 2.5;

    private readonly TokenBucket _tokens = new(time);
    private readonly SharedLevel _level = new();

    // When in each second it tells, and when it looks: others have told by then.
    private readonly double _tellAfter = 0.02 + (0.28 * random.NextDouble());
    private readonly double _lookAfter = 0.5 + (0.4 * random.NextDouble());
    private Lease _lease = Lease.Even(FirstRouters);
    private Lease _even = Lease.Even(FirstRouters);
    private ThrottleLimits? _limits;
    private long _asked;
    private long _passed;
    private long _dueAt = long.MinValue;
    private long _told;
    private long _looked;
    private bool _hasLease;
    private int _isQueued;

    /// <inheritdoc/>
    public bool IsFull => _tokens.IsFull && Volatile.Read(ref _isQueued) == 0;

    /// <summary>Routers seen last, this one included.</summary>
    public int Routers => _level.Routers;

    /// <inheritdoc/>
    public bool TryTake(ThrottleLimits limits, long now)
    {
        Interlocked.Increment(ref _asked);
        if (now >= Volatile.Read(ref _dueAt) && limits.Rate > 0 && limits.Burst > 0 && Interlocked.Exchange(ref _isQueued, 1) == 0)
        {
            _limits = limits;
            renew(this);
        }

        var lease = Volatile.Read(ref _lease);
        var part = (now < lease.GoodUntil ? lease : Volatile.Read(ref _even)).Of(limits);
        if (!_tokens.TryTake(part.Rate, part.Burst, now))
        {
            return false;
        }

        Interlocked.Increment(ref _passed);
        return true;
    }

    /// <summary>Tells the store what came, when that is due, and looks at what all have told.</summary>
    /// <exception cref="Exception">Whatever the source throws; what was to be told is lost then.</exception>
    public async Task RenewAsync(ILeaseSource source, CancellationToken cancellationToken)
    {
        try
        {
            var (second, passed) = Now();
            if (_told < second)
            {
                _told = second;
                var use = new ThrottleUse(second - 1, Interlocked.Exchange(ref _asked, 0), Interlocked.Exchange(ref _passed, 0), 1);
                await source.AddAsync(name, use, cancellationToken).ConfigureAwait(false);
                _level.Told(use);
            }

            // At once when there was no request to look by in the second before.
            if (_looked < second && (passed >= _lookAfter || _looked < second - 1))
            {
                // Early in a second, not all have told of the last one.
                var end = passed >= _lookAfter || !_hasLease ? second : second - 1;
                _looked = second;
                await LookAsync(source, end, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _dueAt, time.GetTimestamp() + (long)(SecondsUntilDue() * time.TimestampFrequency));
            Volatile.Write(ref _isQueued, 0);
        }
    }

    private async Task LookAsync(ILeaseSource source, long end, CancellationToken cancellationToken)
    {
        var limits = _limits!.Value;
        var first = _level.FirstNeeded(limits, end);
        var uses = await source.ReadAsync(name, first, end - 1, cancellationToken).ConfigureAwait(false);
        var (rate, burst) = _level.Look(limits, first, end, uses);
        var isFirst = !_hasLease;
        _hasLease = true;
        if (isFirst)
        {
            // Others may begin in the same moment.
            (rate, burst) = (Math.Min(rate, 1.0 / FirstRouters), Math.Min(burst, 1.0 / FirstRouters));
        }

        Volatile.Write(ref _even, Lease.Even(isFirst ? Math.Max(_level.Routers, FirstRouters) : _level.Routers));
        Volatile.Write(ref _lease, new Lease(rate, burst, time.GetTimestamp() + (long)(GoodSeconds * time.TimestampFrequency)));
    }

    private double SecondsUntilDue()
    {
        var (second, passed) = Now();
        return _told < second ? _tellAfter - passed : _looked < second && passed < _lookAfter ? _lookAfter - passed : 1 + _tellAfter - passed;
    }

    private (long Second, double Passed) Now()
    {
        var now = time.GetUtcNow();
        var second = now.ToUnixTimeSeconds();
        return (second, (now - DateTimeOffset.FromUnixTimeSeconds(second)).TotalSeconds);
    }
}
