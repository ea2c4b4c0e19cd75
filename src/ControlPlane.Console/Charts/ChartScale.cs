namespace ControlPlane.WebConsole.Charts;

/// <summary>Where times and values are on a drawing.</summary>
/// <param name="From">The left end.</param>
/// <param name="To">The right end.</param>
/// <param name="Top">The value of the upper end; 0 is the lower one.</param>
internal sealed record ChartScale(DateTimeOffset From, DateTimeOffset To, double Top)
{
    /// <summary>The drawing's width.</summary>
    public const double Width = 560;

    /// <summary>The drawing's height.</summary>
    public const double Height = 190;

    /// <summary>The left edge of what is drawn, behind the labels.</summary>
    public const double Left = 58;

    /// <summary>The right edge.</summary>
    public const double Right = Width - 10;

    /// <summary>The upper edge.</summary>
    public const double Upper = 12;

    /// <summary>The lower edge, above the times.</summary>
    public const double Lower = Height - 24;

    /// <summary>Where a time is.</summary>
    public double X(DateTimeOffset time) => Left + ((Right - Left) * Math.Clamp((time - From) / (To - From), 0, 1));

    /// <summary>Where a value is.</summary>
    public double Y(double value) => Lower - ((Lower - Upper) * Math.Clamp(value / Top, 0, 1));

    /// <summary>A scale for lines, whose upper end is a number that is easily read.</summary>
    /// <param name="from">The left end.</param>
    /// <param name="to">The right end.</param>
    /// <param name="series">The lines.</param>
    /// <param name="floor">What the upper end is at least, so that a line of nothing does not fill the drawing.</param>
    public static ChartScale For(DateTimeOffset from, DateTimeOffset to, IReadOnlyList<ChartSeries> series, double floor)
    {
        var points = series.SelectMany(line => line.Points).ToList();
        var highest = points.Count == 0 ? floor : points.Max(point => Math.Min(point.High ?? point.Value, Math.Max(point.Value * 4, floor)));
        return new ChartScale(from, to, Nice(Math.Max(highest, floor)));
    }

    private static double Nice(double value)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var step in (ReadOnlySpan<double>)[1, 2, 2.5, 5, 10])
        {
            // What is a hair above a step is that step.
            if (value <= step * magnitude * 1.0001)
            {
                return step * magnitude;
            }
        }

        return 10 * magnitude;
    }
}
