using System.Diagnostics;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>How much work a mapping may still do for one request.</summary>
internal sealed class WorkBudget(long units)
{
    /// <summary>
    /// Longest time of all matches of regular expressions together. Far above what any honest one takes: it is the clock's time, and a busy
    /// machine makes threads wait.
    /// </summary>
    public static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    private const int CharactersPerUnit = 32;

    private long _left = units;
    private long _matchTicks;

    /// <summary>Takes units of work.</summary>
    /// <exception cref="GatewayFailure">500: there are not so many left.</exception>
    public void Charge(long units)
    {
        _left -= units;
        if (_left < 0)
        {
            throw Exceeded();
        }
    }

    /// <summary>Takes what working through a text costs.</summary>
    /// <exception cref="GatewayFailure">500: there is not so much left.</exception>
    public void ChargeText(long length) => Charge(1 + (length / CharactersPerUnit));

    /// <summary>Takes the time that a match of a regular expression took since it began: how long it takes does not show in its text.</summary>
    /// <param name="began">A timestamp of <see cref="Stopwatch"/>.</param>
    /// <exception cref="GatewayFailure">500: all together take longer than <see cref="MatchTime"/>.</exception>
    public void ChargeMatch(long began)
    {
        _matchTicks += Stopwatch.GetTimestamp() - began;
        if (_matchTicks > MatchTime.TotalSeconds * Stopwatch.Frequency)
        {
            throw Exceeded();
        }
    }

    private static GatewayFailure Exceeded() => GatewayFailure.Configuration("Unable to transform: the mapping takes too long");
}
