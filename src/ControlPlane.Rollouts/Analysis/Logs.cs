namespace ControlPlane.Rollouts.Analysis;

/// <summary>Sums of numbers that are kept as logarithms.</summary>
internal static class Logs
{
    /// <summary>ln(e^a + e^b).</summary>
    public static double Add(double a, double b)
    {
        var (high, low) = a > b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + Math.Log(1 + Math.Exp(low - high));
    }

    /// <summary>The logarithm of the sum of all.</summary>
    public static double Sum(IReadOnlyList<double> logs)
    {
        var high = double.NegativeInfinity;
        for (var i = 0; i < logs.Count; i++)
        {
            high = Math.Max(high, logs[i]);
        }

        if (double.IsNegativeInfinity(high))
        {
            return high;
        }

        var sum = 0.0;
        for (var i = 0; i < logs.Count; i++)
        {
            var below = logs[i] - high;
            sum += below > -40 ? Math.Exp(below) : 0;
        }

        return high + Math.Log(sum);
    }
}
