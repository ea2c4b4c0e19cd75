namespace ControlPlane.Client.Stages;

/// <summary>A progressive delivery of a stage's canary.</summary>
public sealed record Rollout
{
    /// <summary>Its id.</summary>
    public string Id { get => field ?? ""; init; } = "";

    /// <summary>How it stands: running, paused, held, promoted, rolledBack, aborted.</summary>
    public string State { get => field ?? ""; init; } = "";

    /// <summary>What is being done: beforeTraffic, step, beforePromotion, promoting, rollingBack, aborting, over.</summary>
    public string Phase { get => field ?? ""; init; } = "";

    /// <summary>The step it is at, from 0.</summary>
    public int Step { get; init; }

    /// <summary>The new version's share, 0.0 to 100.0.</summary>
    public double PercentTraffic { get; init; }

    /// <summary>For how many seconds the step's share was seen in force.</summary>
    public double StepSeconds { get; init; }

    /// <summary>Why it stands so, or null.</summary>
    public RolloutReason? Reason { get; init; }

    /// <summary>The judgements of its steps.</summary>
    public IReadOnlyList<RolloutVerdict> Verdicts { get => field ?? []; init; } = [];

    /// <summary>Its steps; after the last comes promotion.</summary>
    public IReadOnlyList<RolloutStep> Steps { get => field ?? []; init; } = [];

    /// <summary>What happens at the end of a step that is neither successful nor failed: hold, abort, promote.</summary>
    public string? OnInconclusive { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Who started it, or null.</summary>
    public string? StartedBy { get; init; }

    /// <summary>When it ended, or null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool IsOver => State is "promoted" or "rolledBack" or "aborted";
}

/// <summary>A step of a rollout.</summary>
public sealed record RolloutStep
{
    /// <summary>The new version's share, 0.01 to 100.0.</summary>
    public double PercentTraffic { get; init; }

    /// <summary>The least time it is in force, in seconds.</summary>
    public int DurationSeconds { get; init; }

    /// <summary>Whether it waits for approval.</summary>
    public bool WaitForApproval { get; init; }
}

/// <summary>Why a rollout stands as it does.</summary>
public sealed record RolloutReason
{
    /// <summary>For programs.</summary>
    public string Code { get => field ?? ""; init; } = "";

    /// <summary>For people.</summary>
    public string Message { get => field ?? ""; init; } = "";

    /// <summary>The new version's requests that it rests on, or null.</summary>
    public RolloutSample? Canary { get; init; }

    /// <summary>The old version's requests of the same time, or null.</summary>
    public RolloutSample? Base { get; init; }
}

/// <summary>Requests that a judgement rests on.</summary>
public sealed record RolloutSample
{
    /// <summary>Requests that were answered.</summary>
    public long Requests { get; init; }

    /// <summary>Of these failed.</summary>
    public long Errors { get; init; }

    /// <summary>Their share, 0.0 to 1.0.</summary>
    public double ErrorRate { get; init; }

    /// <summary>What 99 % of the answers did not exceed, in milliseconds, or null.</summary>
    public double? P99Millis { get; init; }
}

/// <summary>The judgement of a step.</summary>
public sealed record RolloutVerdict
{
    /// <summary>The step, from 0.</summary>
    public int Step { get; init; }

    /// <summary>The new version's share, 0.0 to 100.0.</summary>
    public double PercentTraffic { get; init; }

    /// <summary>The judgement: successful, failed, inconclusive, error, running.</summary>
    public string Outcome { get => field ?? ""; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Why, or null.</summary>
    public RolloutReason? Reason { get; init; }
}

/// <summary>A rollout to be started: with a preset or with steps.</summary>
public sealed record NewRollout
{
    /// <summary>Steps by a name of CodeDeploy's, for example <c>Canary10Percent5Minutes</c>, or null.</summary>
    public string? Preset { get; init; }

    /// <summary>The steps, or null with a preset.</summary>
    public IReadOnlyList<RolloutStep>? Steps { get; init; }

    /// <summary>How the new version is judged, or null for the defaults.</summary>
    public NewRolloutAnalysis? Analysis { get; init; }

    /// <summary>hold, abort or promote; null for hold.</summary>
    public string? OnInconclusive { get; init; }
}

/// <summary>How a new version is judged.</summary>
public sealed record NewRolloutAnalysis
{
    /// <summary>Fewest requests of the new version in a step for its success, or null for the default.</summary>
    public int? MinimumRequests { get; init; }

    /// <summary>Greatest share of its requests that may fail, 0.0 to 1.0, or null for no limit.</summary>
    public double? MaxErrorRate { get; init; }

    /// <summary>What 99 % of its answers must not exceed, in milliseconds, or null for no limit.</summary>
    public int? MaxP99Millis { get; init; }
}
