using ControlPlane.Gateway.Throttling;
using ControlPlane.Storage.Access;
using ControlPlane.Testing;

namespace ControlPlane.Gateway.Tests.Throttling;

/// <summary>Routers that share one bucket, in virtual time: their clocks differ, and their store takes its time.</summary>
internal sealed class Fleet : ILeaseSource
{
    private const double Step = 0.005;
    private const double StoreSeconds = 0.02;
    private const double MostSkew = 0.05;

    private readonly VirtualClock _clock = new();
    private readonly Random _random;
    private readonly SortedDictionary<long, ThrottleUse> _uses = [];
    private readonly Queue<(double At, int Router)> _renewals = new();
    private readonly LeasedBucket[] _routers;
    private readonly int[] _adds;
    private int _adding;
    private double _now;

    public Fleet(int routers, ThrottleLimits limits, int seed = 1)
    {
        (Limits, _random, _adds) = (limits, new Random(seed), new int[routers]);
        _routers = new LeasedBucket[routers];
        for (var i = 0; i < routers; i++)
        {
            var router = i;
            var skewed = new SkewedClock(_clock, ((2 * _random.NextDouble()) - 1) * MostSkew);
            _routers[i] = new LeasedBucket("bucket", skewed, _random, _ => _renewals.Enqueue((_now + StoreSeconds, router)));
        }
    }

    public ThrottleLimits Limits { get; set; }

    public bool Fails { get; set; }

    /// <summary>What passed in each second.</summary>
    public List<int> Passed { get; } = [];

    /// <summary>Requests that came.</summary>
    public int Asked { get; private set; }

    /// <summary>The most a router told the store in all.</summary>
    public int MostAdds => _adds.Max();

    /// <summary>Serves requests for some seconds.</summary>
    /// <param name="seconds">How many.</param>
    /// <param name="load">Requests per second that come to a router in a second (from 0).</param>
    public async Task RunAsync(int seconds, Func<int, int, double> load)
    {
        for (var second = 0; second < seconds; second++)
        {
            var passed = 0;
            for (var step = 0; step < 1 / Step; step++)
            {
                for (var router = 0; router < _routers.Length; router++)
                {
                    var requests = Poisson(load(router, second) * Step);
                    Asked += requests;
                    for (var i = 0; i < requests; i++)
                    {
                        passed += _routers[router].TryTake(Limits, _clock.GetTimestamp()) ? 1 : 0;
                    }
                }

                _clock.Advance(Step);
                _now += Step;
                await RenewAsync();
            }

            Passed.Add(passed);
        }
    }

    /// <summary>What passed in some seconds, in parts of what the rate allows.</summary>
    public double PartOfRate(int from, int to) => Passed.Skip(from).Take(to - from).Sum() / (Limits.Rate * (to - from));

    public ValueTask AddAsync(string bucket, ThrottleUse use, CancellationToken cancellationToken)
    {
        Check();
        _adds[_adding]++;
        var known = _uses.GetValueOrDefault(use.Second);
        _uses[use.Second] = new ThrottleUse(use.Second, known.Asked + use.Asked, known.Passed + use.Passed, known.Routers + use.Routers);
        return default;
    }

    public ValueTask<IReadOnlyList<ThrottleUse>> ReadAsync(string bucket, long first, long last, CancellationToken cancellationToken)
    {
        Check();
        return new([.. _uses.Values.Where(use => use.Second >= first && use.Second <= last)]);
    }

    private async Task RenewAsync()
    {
        while (_renewals.TryPeek(out var renewal) && renewal.At <= _now)
        {
            _renewals.Dequeue();
            _adding = renewal.Router;
            try
            {
                await _routers[renewal.Router].RenewAsync(this, CancellationToken.None);
            }
            catch (IOException) when (Fails)
            {
                // Requests go on by what the router knows.
            }
        }
    }

    private void Check()
    {
        if (Fails)
        {
            throw new IOException("The store is down.");
        }
    }

    private int Poisson(double mean)
    {
        var (count, product, limit) = (0, _random.NextDouble(), Math.Exp(-mean));
        while (product > limit)
        {
            count++;
            product *= _random.NextDouble();
        }

        return count;
    }

    private sealed class SkewedClock(VirtualClock clock, double skew) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow().AddSeconds(skew);
    }
}
