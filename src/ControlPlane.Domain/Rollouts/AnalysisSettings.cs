namespace ControlPlane.Domain.Rollouts;

/// <summary>How the new version is judged. Members that are null take their defaults (<see cref="RolloutPlanRules.Complete"/>).</summary>
public sealed record AnalysisSettings
{
    /// <summary><see cref="MinimumRequests"/> unless the plan says otherwise.</summary>
    public const int DefaultMinimumRequests = 50;

    /// <summary><see cref="MaxErrorRateIncrease"/> unless the plan says otherwise.</summary>
    public const double DefaultMaxErrorRateIncrease = 0.01;

    /// <summary><see cref="MaxRelativeError"/> unless the plan says otherwise.</summary>
    public const double DefaultMaxRelativeError = 3;

    /// <summary><see cref="FalseAlarmRate"/> unless the plan says otherwise.</summary>
    public const double DefaultFalseAlarmRate = 0.01;

    /// <summary><see cref="Confidence"/> unless the plan says otherwise.</summary>
    public const double DefaultConfidence = 0.95;

    /// <summary>
    /// Fewest requests the new version must have answered in a step for the step to be successful, 1 or more. A failure may be found with fewer: its
    /// test needs no minimum to keep to its <see cref="FalseAlarmRate"/>.
    /// </summary>
    public int? MinimumRequests { get; init; }

    /// <summary>Greatest share of the new version's requests that may fail whatever the old version does, over 0 and under 1; null for none.</summary>
    public double? MaxErrorRate { get; init; }

    /// <summary>By how much the new version's share of failures may be over the old version's for a step to be successful, over 0 and under 1 (0.01 is one point).</summary>
    public double? MaxErrorRateIncrease { get; init; }

    /// <summary>Or how many times the old version's share of failures; over 1. The laxer of both counts.</summary>
    public double? MaxRelativeError { get; init; }

    /// <summary>What 99 % of the new version's answers must not exceed, in milliseconds, 1 to 60,000; null for none.</summary>
    public int? MaxP99Millis { get; init; }

    /// <summary>The greatest probability that a version which is not worse is rolled back, over all tests, looks and steps of the rollout; 0.0001 to 0.2.</summary>
    public double? FalseAlarmRate { get; init; }

    /// <summary>How certain it must be that the new version is within the limits for a step to be successful; 0.5 to 0.9999.</summary>
    public double? Confidence { get; init; }

    /// <summary>True to count answers 400 to 499 as failures too.</summary>
    public bool CountClientErrors { get; init; }

    /// <summary>False to leave latency out of the comparison; null is true.</summary>
    public bool? CompareLatency { get; init; }

    /// <summary>For how long a step may wait for evidence after its duration before it is inconclusive, in seconds, 0 (the default) to 86,400.</summary>
    public int EvidenceTimeoutSeconds { get; init; }
}
