namespace ControlPlane.Client.Stages;

/// <summary>What a stage lacks.</summary>
public sealed record Diagnosis
{
    /// <summary>Whether nothing makes requests fail and everything was looked up.</summary>
    public bool Healthy { get; init; }

    /// <summary>Whether there was time to look everything up.</summary>
    public bool Complete { get; init; }

    /// <summary>Routes that were looked at.</summary>
    public int Checked { get; init; }

    /// <summary>What was found, the worst first.</summary>
    public IReadOnlyList<Finding> Findings { get => field ?? []; init; } = [];
}

/// <summary>Something that a stage lacks.</summary>
public sealed record Finding
{
    /// <summary>ERROR, WARNING or INFO.</summary>
    public string Severity { get => field ?? ""; init; } = "";

    /// <summary>What it is.</summary>
    public string Code { get => field ?? ""; init; } = "";

    /// <summary>base or canary; null for the stage as a whole.</summary>
    public string? Variant { get; init; }

    /// <summary>The method of the first route that it is about, or null.</summary>
    public string? HttpMethod { get; init; }

    /// <summary>The path of the first route that it is about, or null.</summary>
    public string? ResourcePath { get; init; }

    /// <summary>How many routes it is about.</summary>
    public int Routes { get; init; }

    /// <summary>What is missing, and what requests get for it.</summary>
    public string Message { get => field ?? ""; init; } = "";

    /// <summary>The command that mends it, or null.</summary>
    public string? Command { get; init; }
}
