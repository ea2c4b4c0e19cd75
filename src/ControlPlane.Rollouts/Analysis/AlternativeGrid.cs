namespace ControlPlane.Rollouts.Analysis;

/// <summary>
/// The alternatives that one sequential test bets on. A stake on each is multiplied by how much likelier the alternative makes the data than
/// the hypothesis does; while the hypothesis holds, the expected sum of the stakes never grows, so that it reaches 1 / alpha times its start at any
/// look at all with a probability of at most alpha (Ville's inequality).
/// </summary>
internal sealed class AlternativeGrid
{
    // One look at counters that came in apart, just as something both versions depend on breaks, looks like a broken canary however many requests
    // it has. To count a gain for less than it is keeps the bets fair; so no one look decides.
    private const double _maxLogGain = 3.5;

    private readonly double[] _ratios;
    private readonly double[] _logRatios;
    private readonly double[] _logStakes;

    /// <summary>Creates a grid.</summary>
    /// <param name="alternatives">
    /// How many times as often the new version's requests are hit as the old one's, or as the limit; and the alternative's weight in the stakes.
    /// </param>
    public AlternativeGrid(params (double Ratio, double Weight)[] alternatives)
    {
        var weights = alternatives.Sum(static alternative => alternative.Weight);
        _ratios = [.. alternatives.Select(static alternative => alternative.Ratio)];
        _logRatios = [.. _ratios.Select(static ratio => Math.Log(ratio))];
        _logStakes = [.. alternatives.Select(alternative => Math.Log(alternative.Weight / weights))];
    }

    /// <summary>How many alternatives there are.</summary>
    public int Count => _ratios.Length;

    /// <summary>The logarithm of an alternative's part of a stake of 1.</summary>
    public double LogStake(int alternative) => _logStakes[alternative];

    /// <summary>
    /// Bets on whose requests were hit, given how many were: if the new version's are hit <c>r</c> times as often, a hit is its own with probability
    /// <c>q(r) = r s / (r s + 1 - s)</c>. How often the old version's are hit drops out, however it moves. One call gains e^3.5 at most.
    /// </summary>
    /// <param name="logStakes">The stakes, changed in place.</param>
    /// <param name="canaryHits">Hits among the new version's requests.</param>
    /// <param name="baseHits">Hits among the old version's.</param>
    /// <param name="share">The new version's share of all requests, 0 to 1, exclusive.</param>
    public void Compare(double[] logStakes, long canaryHits, long baseHits, double share)
    {
        var hits = canaryHits + baseHits;
        if (hits == 0)
        {
            return;
        }

        for (var i = 0; i < _ratios.Length; i++)
        {
            logStakes[i] += Math.Min(_maxLogGain, (canaryHits * _logRatios[i]) - (hits * Math.Log(1 + (share * (_ratios[i] - 1)))));
        }
    }

    /// <summary>Bets that more of the new version's requests are hit than a limit allows.</summary>
    /// <param name="logStakes">The stakes, changed in place.</param>
    /// <param name="hits">Hits.</param>
    /// <param name="requests">Of so many requests.</param>
    /// <param name="limit">The greatest share that the hypothesis admits, over 0, under 1.</param>
    public void Exceed(double[] logStakes, long hits, long requests, double limit)
    {
        for (var i = 0; i < _ratios.Length; i++)
        {
            // Between the limit and 1 by odds, so that every alternative is a share.
            var odds = _ratios[i] * limit / (1 - limit);
            var share = odds / (1 + odds);
            logStakes[i] += (hits * Math.Log(share / limit)) + ((requests - hits) * Math.Log((1 - share) / (1 - limit)));
        }
    }
}
