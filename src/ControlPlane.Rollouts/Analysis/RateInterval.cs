namespace ControlPlane.Rollouts.Analysis;

/// <summary>
/// An interval for the mean share of requests that are hit, which holds at all looks together: a mixture over tilts <c>t</c> of
/// <c>exp(t hits - requests ln(1 - p + p e^t))</c>, whose expectation never grows while <c>p</c> is the mean share, however the share moves.
/// </summary>
internal static class RateInterval
{
    // Both ways; where a few hundred requests decide lies the middle.
    private static readonly double[] _tilts = [.. Enumerable.Range(0, 12).Select(static i => 0.01 * Math.Pow(1.75, i))];
    private static readonly double[] _up = [.. _tilts.Select(static tilt => Math.Exp(tilt) - 1)];
    private static readonly double[] _down = [.. _tilts.Select(static tilt => Math.Exp(-tilt) - 1)];
    private static readonly double[] _logWeights = LogWeights();

    /// <summary>The interval.</summary>
    /// <param name="hits">Hits.</param>
    /// <param name="requests">Of so many; 0 gives 0 to 1.</param>
    /// <param name="alpha">The probability that the interval is ever wrong.</param>
    public static (double Low, double High) Of(long hits, long requests, double alpha)
    {
        if (requests == 0)
        {
            return (0, 1);
        }

        var (mean, threshold) = (hits / (double)requests, -Math.Log(alpha / 2));
        return (
            hits == 0 ? 0 : BinomialBounds.Bisect(0, mean, share => Mixture(hits, requests, share, 1) > threshold),
            hits == requests ? 1 : BinomialBounds.Bisect(mean, 1, share => Mixture(hits, requests, share, -1) < threshold));
    }

    private static double Mixture(long hits, long requests, double share, int sign)
    {
        Span<double> terms = stackalloc double[_tilts.Length];
        var high = double.NegativeInfinity;
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = _logWeights[i] + (sign * _tilts[i] * hits) - (requests * Math.Log(1 + (share * (sign > 0 ? _up : _down)[i])));
            high = Math.Max(high, terms[i]);
        }

        var sum = 0.0;
        foreach (var term in terms)
        {
            sum += Math.Exp(term - high);
        }

        return high + Math.Log(sum);
    }

    private static double[] LogWeights()
    {
        var weights = _tilts.Select(static tilt => Math.Exp(-Math.Pow(Math.Log(tilt / 0.5) / 2, 2) / 2)).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => Math.Log(weight / sum))];
    }
}
