namespace ControlPlane.Client.Stages;

/// <summary>What a stage served in a window of minutes.</summary>
public sealed record StageMetrics
{
    /// <summary>The first minute's beginning.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>The last minute's end.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>What the stage's own deployment served.</summary>
    public VariantMetrics Base { get; init; } = new();

    /// <summary>What the canaries served.</summary>
    public VariantMetrics Canary { get; init; } = new();
}

/// <summary>Requests of a minute, counted.</summary>
public record RequestMetrics
{
    /// <summary>Requests.</summary>
    public long Count { get; init; }

    /// <summary>Those answered with 400 to 499.</summary>
    public long Count4xx { get; init; }

    /// <summary>Those answered with 500 to 599.</summary>
    public long Count5xx { get; init; }

    /// <summary>From a request's arrival to its response's end.</summary>
    public LatencyStatistics Latency { get; init; } = new();

    /// <summary>The backend's share.</summary>
    public LatencyStatistics IntegrationLatency { get; init; } = new();
}

/// <summary>What one variant served.</summary>
public sealed record VariantMetrics : RequestMetrics
{
    /// <summary>The minutes in order; those without requests are left out.</summary>
    public IReadOnlyList<MinuteMetrics> Series { get => field ?? []; init; } = [];
}

/// <summary>What a variant served in a minute.</summary>
public sealed record MinuteMetrics : RequestMetrics
{
    /// <summary>The minute's beginning.</summary>
    public DateTimeOffset Time { get; init; }
}

/// <summary>How long requests took, milliseconds; all 0 without requests.</summary>
public sealed record LatencyStatistics
{
    /// <summary>The mean.</summary>
    public double Mean { get; init; }

    /// <summary>The median.</summary>
    public double P50 { get; init; }

    /// <summary>The 95th percentile.</summary>
    public double P95 { get; init; }

    /// <summary>The 99th percentile.</summary>
    public double P99 { get; init; }
}
