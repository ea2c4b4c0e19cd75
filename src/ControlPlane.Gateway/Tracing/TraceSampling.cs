namespace ControlPlane.Gateway.Tracing;

/// <summary>
/// Which requests of stages with tracing are traced when nobody has decided before: some in each second, and a share of the others (AWS:
/// X-Ray's default sampling rule).
/// </summary>
/// <param name="RequestsPerSecond">Traced in each second before the share counts, 0 to 65535.</param>
/// <param name="Rate">The share of the others, 0.0 to 1.0.</param>
public sealed record TraceSampling(int RequestsPerSecond, double Rate)
{
    /// <summary>X-Ray's: the first request of each second, and 5 % of the others.</summary>
    public static TraceSampling Default { get; } = new(1, 0.05);

    /// <summary>Every request.</summary>
    public static TraceSampling All { get; } = new(0, 1);
}
