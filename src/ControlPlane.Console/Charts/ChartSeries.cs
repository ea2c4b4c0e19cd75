namespace ControlPlane.WebConsole.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Class">How it looks: base or canary.</param>
/// <param name="Points">Its points in order; minutes without requests are left out.</param>
public sealed record ChartSeries(string Name, string Class, IReadOnlyList<ChartPoint> Points);

/// <summary>A point of a line.</summary>
/// <param name="Time">When.</param>
/// <param name="Value">How much.</param>
/// <param name="Low">The lower end of what is likely, or null without a band.</param>
/// <param name="High">The upper end.</param>
public sealed record ChartPoint(DateTimeOffset Time, double Value, double? Low = null, double? High = null);
