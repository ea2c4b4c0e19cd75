namespace ControlPlane.Rollouts.Analysis;

/// <summary>Bounds of a share of requests, for one look that was fixed before.</summary>
/// <remarks>Shares that vary from request to request do no harm: their sum spreads less than a binomial number of the same mean (Hoeffding 1956).</remarks>
internal static class BinomialBounds
{
    private const int _halvings = 44;

    /// <summary>The probability of at most so many hits when each request is hit with a probability; 1 where hits are no fewer than expected.</summary>
    public static double AtMost(long hits, long requests, double probability)
    {
        if (probability <= 0 || hits >= requests * probability)
        {
            return 1;
        }

        if (probability >= 1)
        {
            return 0;
        }

        var odds = probability / (1 - probability);
        var term = Math.Exp(LogChoose(requests, hits) + (hits * Math.Log(probability)) + ((requests - hits) * Math.Log(1 - probability)));
        var sum = term;
        for (var k = hits; k > 0 && term > sum * 1e-16; k--)
        {
            term *= k / ((requests - k + 1) * odds);
            sum += term;
        }

        return Math.Min(1, sum);
    }

    /// <summary>The greatest share that so many hits leave possible (Chernoff's bound).</summary>
    /// <param name="hits">Hits.</param>
    /// <param name="requests">Of so many; 0 leaves everything possible.</param>
    /// <param name="alpha">The probability of a wrong bound.</param>
    public static double Upper(long hits, long requests, double alpha) =>
        requests == 0 || hits == requests ? 1 : Bisect(hits / (double)requests, 1, above => Divergence(hits, requests, above) < -Math.Log(alpha));

    /// <summary>The border between where a predicate holds and where it does not.</summary>
    /// <param name="low">Where it holds.</param>
    /// <param name="high">Where it does not.</param>
    /// <param name="holds">The predicate.</param>
    public static double Bisect(double low, double high, Func<double, bool> holds)
    {
        for (var i = 0; i < _halvings; i++)
        {
            var middle = (low + high) / 2;
            if (holds(middle))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low + high) / 2;
    }

    /// <summary>How much likelier hits are with the share that was observed than with another: the logarithm of the likelihood ratio.</summary>
    /// <param name="hits">Hits; halves are allowed.</param>
    /// <param name="requests">Of so many.</param>
    /// <param name="share">The other share, over 0, under 1.</param>
    public static double Divergence(double hits, long requests, double share)
    {
        var (observed, missed) = (hits / requests, requests - hits);
        return (hits == 0 ? 0 : hits * Math.Log(observed / share)) + (missed == 0 ? 0 : missed * Math.Log((1 - observed) / (1 - share)));
    }

    private static double LogChoose(long n, long k) => LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    // Stirling's series; small numbers are carried up to where it is exact to 1e-13.
    private static double LogFactorial(long n)
    {
        var (x, product) = (n + 1.0, 1.0);
        while (x < 10)
        {
            product *= x;
            x++;
        }

        var square = 1 / (x * x);
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI))
            + ((1 / (12 * x)) * (1 - (square / 30) + (square * square / 105) - (square * square * square / 140))) - Math.Log(product);
    }
}
