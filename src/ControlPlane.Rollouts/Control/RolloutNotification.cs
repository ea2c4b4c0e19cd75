using System.Text.Json.Serialization;

namespace ControlPlane.Rollouts.Control;

/// <summary>What listeners are told of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutNotification>))]
public enum RolloutNotification
{
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
