namespace ControlPlane.Client.Deployments;

/// <summary>An immutable copy of an API.</summary>
public sealed record Deployment
{
    /// <summary>Its id.</summary>
    public string Id { get => field ?? ""; init; } = "";

    /// <summary>A text for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedDate { get; init; }

    /// <summary>Who created it, or null.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>The same for deployments that serve alike: 64 hexadecimal digits; null when it is not known.</summary>
    public string? Digest { get; init; }

    /// <summary>The deployment that the stage served before, when the new one serves alike.</summary>
    public string? IdenticalTo { get; init; }

    /// <summary>What will not work on the stage it was made for.</summary>
    public IReadOnlyList<string> Warnings { get => field ?? []; init; } = [];
}

/// <summary>A deployment to be created.</summary>
public sealed record NewDeployment
{
    /// <summary>The stage that serves it, or null for none.</summary>
    public string? StageName { get; init; }

    /// <summary>A text for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Makes it the stage's canary, or null.</summary>
    public NewCanary? CanarySettings { get; init; }
}

/// <summary>How a new deployment becomes a canary.</summary>
/// <param name="PercentTraffic">The canary's share, 0.0 to 100.0.</param>
public sealed record NewCanary(double PercentTraffic)
{
    /// <summary>Variables of the canary alone, or null.</summary>
    public IReadOnlyDictionary<string, string>? StageVariableOverrides { get; init; }
}

/// <summary>What differs between two deployments.</summary>
public sealed record DeploymentDiff
{
    /// <summary>The one.</summary>
    public string From { get => field ?? ""; init; } = "";

    /// <summary>The other.</summary>
    public string To { get => field ?? ""; init; } = "";

    /// <summary>Whether they serve alike.</summary>
    public bool Identical { get; init; }

    /// <summary>What differs, by path.</summary>
    public IReadOnlyList<MemberChange> Changes { get => field ?? []; init; } = [];
}

/// <summary>One member that differs between two states of a thing.</summary>
public sealed record MemberChange
{
    /// <summary>Which, as a JSON pointer.</summary>
    public string Path { get => field ?? ""; init; } = "";

    /// <summary>Its value before, or null when it had none.</summary>
    public string? Before { get; init; }

    /// <summary>Its value after, or null when it has none.</summary>
    public string? After { get; init; }
}

/// <summary>Which deployments of an API are kept.</summary>
public sealed record DeploymentRetention
{
    /// <summary>How many, the newest, 1 to 10000; null for any number.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>For how many days, 1 to 36500; null for ever.</summary>
    public int? MaximumAgeDays { get; init; }
}
