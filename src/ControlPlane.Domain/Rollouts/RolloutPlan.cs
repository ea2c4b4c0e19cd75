using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Rollouts;

/// <summary>In which steps traffic moves, and what decides.</summary>
public sealed record RolloutPlan
{
    /// <summary>The preset the steps came from (<see cref="RolloutPresets"/>), or null when they were given.</summary>
    public string? Preset { get; init; }

    /// <summary>The steps, 1 to <see cref="RolloutPlanRules.MaxSteps"/>, with growing percentages. After the last comes promotion.</summary>
    public IReadOnlyList<RolloutStep> Steps { get; init => field = value ?? []; } = [];

    /// <summary>How the new version is judged.</summary>
    public AnalysisSettings Analysis { get; init => field = value ?? new(); } = new();

    /// <summary>What happens at the end of a step that is neither successful nor failed.</summary>
    public InconclusivePolicy OnInconclusive { get; init; }

    /// <summary>Functions and addresses that are asked on the way.</summary>
    public IReadOnlyList<RolloutHook> Hooks { get; init => field = value ?? []; } = [];

    /// <summary>Further sources of judgement.</summary>
    public IReadOnlyList<RolloutProvider> Providers { get; init => field = value ?? []; } = [];

    /// <summary>Who is told what the rollout does.</summary>
    public IReadOnlyList<RolloutNotificationTarget> Notifications { get; init => field = value ?? []; } = [];
}

/// <summary>One step of a plan.</summary>
public sealed record RolloutStep
{
    /// <summary>The new version's share, over 0, at most 100.0, in percent.</summary>
    public required double PercentTraffic { get; init; }

    /// <summary>The least time the share is in force before the step can be successful, in seconds; 0 only with a gate.</summary>
    public int DurationSeconds { get; init; }

    /// <summary>True for a gate: when its time is over the step waits for <c>approve</c>, whatever the evidence says.</summary>
    public bool WaitForApproval { get; init; }
}

/// <summary>What happens at the end of a step that is neither successful nor failed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InconclusivePolicy>))]
public enum InconclusivePolicy
{
    /// <summary>The share stays; the rollout goes on as soon as the evidence suffices, or by <c>approve</c>. The default.</summary>
    [JsonStringEnumMemberName("hold")]
    Hold,

    /// <summary>The rollout is aborted and the old version restored.</summary>
    [JsonStringEnumMemberName("abort")]
    Abort,

    /// <summary>The rollout goes on as if the step were successful.</summary>
    [JsonStringEnumMemberName("promote")]
    Promote,
}
