using System.Text.Json.Serialization;
using ControlPlane.Domain.Comparing;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>One entry of a stage's history: who changed what, when.</summary>
public sealed record StageEvent
{
    /// <summary>1 for the event that created the stage, one more with every later one.</summary>
    public required long Sequence { get; init; }

    /// <summary>When, to the millisecond; never before the event before it.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What kind of change it was.</summary>
    public required StageEventType Type { get; init; }

    /// <summary>Who: the caller's ARN.</summary>
    public required string Actor { get; init; }

    /// <summary>The id of the request that made the change, as the client saw it.</summary>
    public required string RequestId { get; init; }

    /// <summary>What a repetition of the request recognises the change as its own by, or null when it cannot be repeated.</summary>
    public string? Token { get; init; }

    /// <summary>The deployment base requests are served by after the event, or null when the stage is gone.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The tags in force after the event, the API's among them; of a deletion those before.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>What it was to the rollout that made the change, with the numbers; null when no rollout did.</summary>
    public StageRolloutNote? Rollout { get; init; }

    /// <summary>Every member that changed.</summary>
    public IReadOnlyList<MemberChange> Changes { get; init => field = value ?? []; } = [];
}

/// <summary>The kinds of stage events.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StageEventType>))]
public enum StageEventType
{
    /// <summary>The stage was created.</summary>
    [JsonStringEnumMemberName("STAGE_CREATED")]
    StageCreated,

    /// <summary>Another deployment became the base.</summary>
    [JsonStringEnumMemberName("DEPLOYMENT")]
    Deployment,

    /// <summary>A canary was started.</summary>
    [JsonStringEnumMemberName("CANARY_CREATED")]
    CanaryCreated,

    /// <summary>The canary's share, deployment or variables changed.</summary>
    [JsonStringEnumMemberName("CANARY_UPDATED")]
    CanaryUpdated,

    /// <summary>The canary was ended without promotion.</summary>
    [JsonStringEnumMemberName("CANARY_REMOVED")]
    CanaryRemoved,

    /// <summary>The canary became the base.</summary>
    [JsonStringEnumMemberName("PROMOTION")]
    Promotion,

    /// <summary>The stage went back to what it served before.</summary>
    [JsonStringEnumMemberName("ROLLBACK")]
    Rollback,

    /// <summary>A rollout began.</summary>
    [JsonStringEnumMemberName("ROLLOUT_STARTED")]
    RolloutStarted,

    /// <summary>A rollout gave the canary its share.</summary>
    [JsonStringEnumMemberName("ROLLOUT_STEP")]
    RolloutStep,

    /// <summary>Variables, method settings, logs or other settings changed.</summary>
    [JsonStringEnumMemberName("SETTINGS")]
    Settings,

    /// <summary>The log level of the stage was set or removed.</summary>
    [JsonStringEnumMemberName("LOG_LEVEL_CHANGED")]
    LogLevelChanged,

    /// <summary>The time of a log level was over.</summary>
    [JsonStringEnumMemberName("LOG_LEVEL_EXPIRED")]
    LogLevelExpired,

    /// <summary>Who is in the canary was set or removed.</summary>
    [JsonStringEnumMemberName("AFFINITY_CHANGED")]
    AffinityChanged,

    /// <summary>What is mirrored to the canary was set or removed.</summary>
    [JsonStringEnumMemberName("MIRRORING_CHANGED")]
    MirroringChanged,

    /// <summary>The stage was deleted.</summary>
    [JsonStringEnumMemberName("STAGE_DELETED")]
    StageDeleted,
}
