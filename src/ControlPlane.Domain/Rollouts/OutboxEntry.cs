using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Rollouts;

/// <summary>What a rollout did: it waits in the rollout's record until everybody has been told.</summary>
public sealed record OutboxEntry
{
    /// <summary>Its number among the rollout's notifications, from 1. With the rollout's id it tells a repetition from a new one.</summary>
    public required long Sequence { get; init; }

    /// <summary>What happened.</summary>
    public RolloutNotification Kind { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How the rollout stood.</summary>
    public RolloutState State { get; init; }

    /// <summary>Its step, from 0.</summary>
    public int Step { get; init; }

    /// <summary>The new version's share, in percent.</summary>
    public double PercentTraffic { get; init; }

    /// <summary>Why, or null.</summary>
    public RolloutReason? Reason { get; init; }

    /// <summary>Which of the plan's targets have been told, by their place.</summary>
    public IReadOnlyList<int> Told { get; init => field = value ?? []; } = [];

    /// <summary>How often telling was tried without reaching everybody.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried again, or null for at once.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>What listeners are told of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutNotification>))]
public enum RolloutNotification
{
    /// <summary>It was started.</summary>
    [JsonStringEnumMemberName("started")]
    Started,

    /// <summary>A step has begun.</summary>
    [JsonStringEnumMemberName("stepStarted")]
    StepStarted,

    /// <summary>All steps are over; promotion is next.</summary>
    [JsonStringEnumMemberName("promoting")]
    Promoting,

    /// <summary>The new version has failed; it is being taken back.</summary>
    [JsonStringEnumMemberName("rollingBack")]
    RollingBack,

    /// <summary>The rollout is being aborted.</summary>
    [JsonStringEnumMemberName("aborting")]
    Aborting,

    /// <summary>It waits.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>It was paused.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>It goes on after it was held or paused.</summary>
    [JsonStringEnumMemberName("resumed")]
    Resumed,

    /// <summary>Over: promoted.</summary>
    [JsonStringEnumMemberName("promoted")]
    Promoted,

    /// <summary>Over: rolled back.</summary>
    [JsonStringEnumMemberName("rolledBack")]
    RolledBack,

    /// <summary>Over: aborted.</summary>
    [JsonStringEnumMemberName("aborted")]
    Aborted,
}
