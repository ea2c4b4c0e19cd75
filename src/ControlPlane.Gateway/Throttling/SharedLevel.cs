using ControlPlane.Storage.Access;

namespace ControlPlane.Gateway.Throttling;

/// <summary>
/// How a bucket that many routers share stands, out of what they have told of the last seconds, and which part of it one of them may
/// use. Every router reckons by itself, with the same numbers: their parts make up the whole.
/// </summary>
/// <remarks>
/// The level is that of a token bucket which all routers take from; it may fall below empty, since they know of each other late. While
/// it does the rate is cut. A router's part follows what was asked of it lately; some is shared out evenly, for load that moves. What
/// so remains unused, while others refuse, is given out again by asking for more than the rate. Not safe for use from many threads.
/// </remarks>
internal sealed class SharedLevel
{
    /// <summary>Seconds that demand is measured over, and that a router may be late with what it tells.</summary>
    private const int Recent = 3;

    /// <summary>Most seconds that a router looks back on which has not followed.</summary>
    private const int MostSeconds = 120;

    private const double LeastEven = 0.1;
    private const double MostBoost = 2.5;

    // One more, for a look that leaves the last second out.
    private readonly long[] _ownSeconds = new long[Recent + 1];
    private readonly long[] _ownAsked = new long[Recent + 1];
    private readonly long[] _asked = new long[Recent];
    private readonly long[] _passed = new long[Recent];
    private long _settledSecond;
    private double _settledLevel;
    private double _boost = 1;

    /// <summary>Routers seen last, this one included.</summary>
    public int Routers { get; private set; } = 1;

    /// <summary>The first second that a look needs.</summary>
    public long FirstNeeded(ThrottleLimits limits, long end) =>
        Math.Max(_settledSecond + 1, end - (long)Math.Clamp(Math.Ceiling(limits.Burst / limits.Rate) + Recent, Recent, MostSeconds));

    /// <summary>Keeps what this router has told.</summary>
    public void Told(ThrottleUse use)
    {
        var place = use.Second % _ownSeconds.Length;
        (_ownSeconds[place], _ownAsked[place]) = (use.Second, use.Asked);
    }

    /// <summary>Looks at what all routers have told of the seconds from <paramref name="first"/> until <paramref name="end"/>, which is not one of them.</summary>
    /// <returns>This router's parts of rate and burst.</returns>
    public (double Rate, double Burst) Look(ThrottleLimits limits, long first, long end, IReadOnlyList<ThrottleUse> uses)
    {
        var level = first == _settledSecond + 1 ? _settledLevel : limits.Burst;
        Array.Clear(_asked);
        Array.Clear(_passed);
        var routers = 1L;
        var next = 0;
        for (var second = first; second < end; second++)
        {
            var use = next < uses.Count && uses[next].Second == second ? uses[next++] : default;
            level = Math.Clamp(level + limits.Rate - use.Passed, -2 * limits.Rate, limits.Burst);
            if (second >= end - Recent)
            {
                (_asked[second % Recent], _passed[second % Recent]) = (use.Asked, use.Passed);
                routers = Math.Max(routers, use.Routers);
            }
            else
            {
                (_settledSecond, _settledLevel) = (second, level);
            }
        }

        Routers = (int)Math.Min(routers, int.MaxValue);
        return Share(limits, level, end);
    }

    private (double Rate, double Burst) Share(ThrottleLimits limits, double level, long end)
    {
        var (own, asked, passed) = (0L, 0L, 0L);
        for (var i = 0; i < _ownSeconds.Length; i++)
        {
            own += _ownSeconds[i] >= end - Recent && _ownSeconds[i] < end ? _ownAsked[i] : 0;
        }

        for (var i = 0; i < Recent; i++)
        {
            asked += _asked[i];
            passed += _passed[i];
        }

        if (Routers == 1 && own >= asked)
        {
            // Alone: its own bucket knows best.
            _boost = 1;
            return (1, 1);
        }

        var full = limits.Rate * Recent;
        var even = Math.Max(LeastEven, 1 - (asked / full));
        var part = asked == 0 ? 1.0 / Routers : ((1 - even) * own / asked) + (even / Routers);
        _boost = level < 0 ? Math.Max(1, _boost * 0.7)
            : passed < asked && passed > 0 ? Math.Clamp(_boost * Math.Sqrt(full / passed), 1, MostBoost)
            : Math.Max(1, _boost * 0.8);
        var cut = level < 0 ? Math.Max(0.5, 1 + (level / limits.Rate)) : 1;
        return (part * _boost * cut, part * Math.Max(0, level) / limits.Burst);
    }
}
