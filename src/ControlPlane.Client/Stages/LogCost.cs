namespace ControlPlane.Client.Stages;

/// <summary>What a stage logs, and what that costs a month.</summary>
public sealed record LogCost
{
    /// <summary>For how many seconds it was measured.</summary>
    public double MeasuredSeconds { get; init; }

    /// <summary>Base and canary together, or null.</summary>
    public LogVolume? Total { get; init; }

    /// <summary>What the present level saves, or null.</summary>
    public LogSavings? Savings { get; init; }

    /// <summary>The routes that write most, the largest first.</summary>
    public IReadOnlyList<RouteLogShare> Routes { get => field ?? []; init; } = [];

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Warnings { get => field ?? []; init; } = [];
}

/// <summary>Measured records, and what a month of them would be.</summary>
public sealed record LogVolume
{
    /// <summary>What was measured, by level.</summary>
    public IReadOnlyList<LogLevelVolume> Levels { get => field ?? []; init; } = [];

    /// <summary>What a month would have at every level.</summary>
    public IReadOnlyList<LogProjection> Projections { get => field ?? []; init; } = [];

    /// <summary>What a month has as things are, or null.</summary>
    public LogProjection? Present { get; init; }
}

/// <summary>Records of one level.</summary>
public sealed record LogLevelVolume
{
    /// <summary>The level, or ACCESS or EXECUTION for the logs that no level governs.</summary>
    public string Level { get => field ?? ""; init; } = "";

    /// <summary>Records that were written.</summary>
    public long WrittenRecords { get; init; }

    /// <summary>Their bytes.</summary>
    public long WrittenBytes { get; init; }

    /// <summary>Records that their level suppressed.</summary>
    public long SuppressedRecords { get; init; }

    /// <summary>The bytes they would have had.</summary>
    public long SuppressedBytes { get; init; }
}

/// <summary>A month of logs at one level.</summary>
public sealed record LogProjection
{
    /// <summary>The level; OFF for access and execution logs alone; null for things as they are.</summary>
    public string? Level { get; init; }

    /// <summary>GB of 30 days.</summary>
    public double GigabytesPerMonth { get; init; }

    /// <summary>What they cost, by retention.</summary>
    public IReadOnlyList<LogBill> MonthlyCosts { get => field ?? []; init; } = [];
}

/// <summary>What a month of logs costs.</summary>
public sealed record LogBill
{
    /// <summary>Days the logs are kept.</summary>
    public int RetentionDays { get; init; }

    /// <summary>US dollars in all.</summary>
    public double Total { get; init; }
}

/// <summary>What the present level saves.</summary>
public sealed record LogSavings
{
    /// <summary>The same as a sentence.</summary>
    public string? Summary { get; init; }
}

/// <summary>What one route writes.</summary>
public sealed record RouteLogShare
{
    /// <summary>The method and its resource's path.</summary>
    public string Route { get => field ?? ""; init; } = "";

    /// <summary>Its share of all that was written, 0.0 to 1.0.</summary>
    public double Share { get; init; }
}
