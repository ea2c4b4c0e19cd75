using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Rollouts;

/// <summary>Why a rollout stands as it does, or why a step was judged so: a stable code, a text, and the numbers behind it.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people.</param>
public sealed record RolloutReason(RolloutReasonCode Code, string Message)
{
    /// <summary>The new version's requests that the judgement rests on, or null.</summary>
    public VariantSample? Canary { get; init; }

    /// <summary>The old version's requests of the same time, or null.</summary>
    public VariantSample? Base { get; init; }

    /// <summary>The evidence against "the new version is not worse": 1 is none, 1 / false alarm rate decides; or null.</summary>
    public double? Evidence { get; init; }

    /// <summary>Upper bound of the probability of such evidence against a version that is not worse, at whatever look: 1 / <see cref="Evidence"/>, at most 1; or null.</summary>
    public double? PValue { get; init; }

    /// <summary>The limit that was passed, in its own unit (a share, or milliseconds), or null.</summary>
    public double? Limit { get; init; }

    /// <summary>Seconds the step was watched up to here, or null.</summary>
    public double? Seconds { get; init; }
}

/// <summary>The codes of reasons.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutReasonCode>))]
public enum RolloutReasonCode
{
    /// <summary>The hooks before the first user are waited for.</summary>
    [JsonStringEnumMemberName("WAITING_FOR_HOOKS")]
    WaitingForHooks,

    /// <summary>A step's share is being set.</summary>
    [JsonStringEnumMemberName("SHIFTING")]
    Shifting,

    /// <summary>A step is being watched.</summary>
    [JsonStringEnumMemberName("WATCHING")]
    Watching,

    /// <summary>The new version is within its limits.</summary>
    [JsonStringEnumMemberName("WITHIN_LIMITS")]
    WithinLimits,

    /// <summary>The new version has had no request in the step.</summary>
    [JsonStringEnumMemberName("NO_TRAFFIC")]
    NoTraffic,

    /// <summary>The new version has had fewer requests than the minimum.</summary>
    [JsonStringEnumMemberName("TOO_FEW_REQUESTS")]
    TooFewRequests,

    /// <summary>The requests do not suffice to exclude that the new version is over its limits.</summary>
    [JsonStringEnumMemberName("TOO_LITTLE_EVIDENCE")]
    TooLittleEvidence,

    /// <summary>The new version fails more often than the old one.</summary>
    [JsonStringEnumMemberName("ERROR_RATE_WORSE")]
    ErrorRateWorse,

    /// <summary>The new version fails more often than <see cref="AnalysisSettings.MaxErrorRate"/>.</summary>
    [JsonStringEnumMemberName("ERROR_RATE_LIMIT")]
    ErrorRateLimit,

    /// <summary>The new version is slower than the old one.</summary>
    [JsonStringEnumMemberName("LATENCY_WORSE")]
    LatencyWorse,

    /// <summary>The new version is slower than <see cref="AnalysisSettings.MaxP99Millis"/>.</summary>
    [JsonStringEnumMemberName("LATENCY_LIMIT")]
    LatencyLimit,

    /// <summary>A hook's verdict is against the new version.</summary>
    [JsonStringEnumMemberName("HOOK_FAILED")]
    HookFailed,

    /// <summary>A hook gave no verdict.</summary>
    [JsonStringEnumMemberName("HOOK_ERROR")]
    HookError,

    /// <summary>A provider's verdict is against the new version.</summary>
    [JsonStringEnumMemberName("PROVIDER_FAILED")]
    ProviderFailed,

    /// <summary>A provider gave no verdict.</summary>
    [JsonStringEnumMemberName("PROVIDER_ERROR")]
    ProviderError,

    /// <summary>A provider has nothing to judge by.</summary>
    [JsonStringEnumMemberName("PROVIDER_INCONCLUSIVE")]
    ProviderInconclusive,

    /// <summary>A gate waits for <c>approve</c>.</summary>
    [JsonStringEnumMemberName("WAITING_FOR_APPROVAL")]
    WaitingForApproval,

    /// <summary>It was approved by hand.</summary>
    [JsonStringEnumMemberName("APPROVED")]
    Approved,

    /// <summary>An operator has paused it.</summary>
    [JsonStringEnumMemberName("PAUSED")]
    Paused,

    /// <summary>An operator has ended it.</summary>
    [JsonStringEnumMemberName("ABORTED")]
    Aborted,

    /// <summary>Somebody else has changed what is shifted.</summary>
    [JsonStringEnumMemberName("TARGET_CHANGED")]
    TargetChanged,

    /// <summary>The new version serves everything.</summary>
    [JsonStringEnumMemberName("PROMOTED")]
    Promoted,
}
