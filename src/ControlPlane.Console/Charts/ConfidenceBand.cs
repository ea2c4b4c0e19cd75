namespace ControlPlane.WebConsole.Charts;

/// <summary>Wilson's score interval: where a rate truly is, with 95 % certainty, when so many of so many were seen.</summary>
internal static class ConfidenceBand
{
    // The 97.5th percentile of the normal distribution.
    private const double _z = 1.959964;

    /// <summary>The interval's ends, 0.0 to 1.0; everything when nothing was seen.</summary>
    public static (double Low, double High) Of(long hits, long count)
    {
        if (count == 0)
        {
            return (0, 1);
        }

        var rate = (double)hits / count;
        var spread = _z * _z / count;
        var middle = (rate + (spread / 2)) / (1 + spread);
        var half = _z / (1 + spread) * Math.Sqrt((rate * (1 - rate) / count) + (spread / (4 * count)));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
