using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Rollouts;

/// <summary>What a rollout shifts.</summary>
public sealed record RolloutTarget
{
    /// <summary>The kind.</summary>
    public RolloutTargetKind Kind { get; init; }

    /// <summary>Of a stage's canary: the deployment the canary serves. Null for aliases.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The aliases that are shifted together as one release; empty for a stage's canary.</summary>
    public IReadOnlyList<AliasShift> Aliases { get; init => field = value ?? []; } = [];
}

/// <summary>The kinds of targets.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutTargetKind>))]
public enum RolloutTargetKind
{
    /// <summary>The percentage of a stage's canary.</summary>
    [JsonStringEnumMemberName("stageCanary")]
    StageCanary,

    /// <summary>The weights of Lambda aliases (<c>AdditionalVersionWeights</c>).</summary>
    [JsonStringEnumMemberName("aliases")]
    Aliases,
}

/// <summary>The way of one Lambda alias from a version to another.</summary>
/// <param name="FunctionName">The function's name or ARN.</param>
/// <param name="Alias">The alias.</param>
/// <param name="FromVersion">The version it points to before, a number.</param>
/// <param name="ToVersion">The version it shall point to, a number.</param>
public sealed record AliasShift(string FunctionName, string Alias, string FromVersion, string ToVersion);
