using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Rollouts;

/// <summary>How a rollout stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutState>))]
public enum RolloutState
{
    /// <summary>It goes on by itself.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>An operator has paused it; it waits for <c>resume</c>.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>It waits for evidence or for <c>approve</c>; the reason says which.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>Over: the new version serves everything.</summary>
    [JsonStringEnumMemberName("promoted")]
    Promoted,

    /// <summary>Over: the new version failed and the old one serves everything.</summary>
    [JsonStringEnumMemberName("rolledBack")]
    RolledBack,

    /// <summary>Over: ended by hand, by its policy, or by a change from outside, without a judgement against the new version.</summary>
    [JsonStringEnumMemberName("aborted")]
    Aborted,
}

/// <summary>What a rollout is doing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutPhase>))]
public enum RolloutPhase
{
    /// <summary>The hooks before the first user run; the new version has no traffic.</summary>
    [JsonStringEnumMemberName("beforeTraffic")]
    BeforeTraffic,

    /// <summary>A step: its share is in force, or being set, and both versions are judged.</summary>
    [JsonStringEnumMemberName("step")]
    Step,

    /// <summary>All steps are over; the hooks before promotion run.</summary>
    [JsonStringEnumMemberName("beforePromotion")]
    BeforePromotion,

    /// <summary>Promotion is being carried out.</summary>
    [JsonStringEnumMemberName("promoting")]
    Promoting,

    /// <summary>The new version failed; the old one is being restored.</summary>
    [JsonStringEnumMemberName("rollingBack")]
    RollingBack,

    /// <summary>It is being aborted; the old version is being restored.</summary>
    [JsonStringEnumMemberName("aborting")]
    Aborting,

    /// <summary>Nothing: it is over.</summary>
    [JsonStringEnumMemberName("over")]
    Over,
}
