using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Rollouts;

/// <summary>The judgement of one step.</summary>
/// <param name="Step">The step, from 0.</param>
/// <param name="PercentTraffic">The new version's share in it, in percent.</param>
/// <param name="Outcome">The judgement.</param>
/// <param name="At">When it was made.</param>
/// <param name="Reason">Why, with the numbers.</param>
public sealed record Verdict(int Step, double PercentTraffic, VerdictOutcome Outcome, DateTimeOffset At, RolloutReason Reason);

/// <summary>The outcomes of a judgement, by a test, a hook or a provider.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictOutcome>))]
public enum VerdictOutcome
{
    /// <summary>It is not known yet.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The new version is within its limits, with evidence.</summary>
    [JsonStringEnumMemberName("successful")]
    Successful,

    /// <summary>The new version is worse than it may be, with evidence.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The evidence does not suffice for either.</summary>
    [JsonStringEnumMemberName("inconclusive")]
    Inconclusive,

    /// <summary>It could not be judged: a hook or a provider did not work.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>What one version's requests came to.</summary>
/// <param name="Requests">Requests that were answered; those whose clients went away are left out.</param>
/// <param name="Errors">Of these failed.</param>
/// <param name="ErrorRate">Their share, 0.0 to 1.0.</param>
/// <param name="ErrorRateLow">Its lower bound: an interval that holds at all looks together with a probability of at least <see cref="AnalysisSettings.Confidence"/>.</param>
/// <param name="ErrorRateHigh">Its upper bound.</param>
/// <param name="P99Millis">What 99 % of the answers did not exceed, in milliseconds, within 4.5 %; 0 without answers.</param>
public sealed record VariantSample(long Requests, long Errors, double ErrorRate, double ErrorRateLow, double ErrorRateHigh, double P99Millis);
