using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Rollouts;

/// <summary>
/// What the analysis of a rollout has seen and concluded. Counters are cumulative and what was seen of them is kept beside what it led to, in one
/// record that is written at once: a look that comes twice finds nothing new, one that was missed loses nothing.
/// </summary>
public sealed record AnalysisState
{
    /// <summary>The first minute whose counters are still looked at; <see cref="SeenCanary"/> and <see cref="SeenBase"/> are sums from it on.</summary>
    public required DateTimeOffset CountingFrom { get; init; }

    /// <summary>The new version's counters at the last look.</summary>
    public VariantTally SeenCanary { get; init => field = value ?? new(); } = new();

    /// <summary>The old version's counters at the last look.</summary>
    public VariantTally SeenBase { get; init => field = value ?? new(); } = new();

    /// <summary>Requests of the new version that wait for the old one's of the same time, to be compared together.</summary>
    public VariantTally PendingCanary { get; init => field = value ?? new(); } = new();

    /// <summary>Requests of the old version that wait for the new one's.</summary>
    public VariantTally PendingBase { get; init => field = value ?? new(); } = new();

    /// <summary>The new version's requests of the present step.</summary>
    public VariantTally StepCanary { get; init => field = value ?? new(); } = new();

    /// <summary>The old version's requests of the present step.</summary>
    public VariantTally StepBase { get; init => field = value ?? new(); } = new();

    /// <summary>The old version's requests from ten minutes before the rollout on: what steps without an old version are compared with.</summary>
    public VariantTally Before { get; init => field = value ?? new(); } = new();

    /// <summary>The old version's recent latencies, older ones with less weight: where "slow" begins.</summary>
    public BucketCounts Reference { get; init => field = value ?? new(); } = new();

    /// <summary>The tests against the new version, and those for it.</summary>
    public IReadOnlyList<TestState> Tests { get; init => field = value ?? []; } = [];

    /// <summary>Natural logarithm of the share of the tests' stakes that is kept for regressions that begin later.</summary>
    public double LogReserve { get; init; }

    /// <summary>Seconds watched since the reserve was last drawn on.</summary>
    public double SecondsSinceDraw { get; init; }

    /// <summary>Natural logarithm of the evidence against the new version; 0 is none.</summary>
    public double LogEvidence { get; init; }

    /// <summary>What it was before the last comparison of both versions: one comparison alone decides nothing.</summary>
    public double LogEvidenceBefore { get; init; }

    /// <summary>How often the present step was examined for success.</summary>
    public int Examinations { get; init; }

    /// <summary>How many requests of the new version there were at the last examination.</summary>
    public long ExaminedRequests { get; init; }

    /// <summary>Whether an examination found the present step within the margin.</summary>
    public bool WithinMargin { get; init; }
}

/// <summary>What requests of one version came to. Requests whose clients went away are left out.</summary>
public sealed record VariantTally
{
    /// <summary>Requests that were answered.</summary>
    public long Requests { get; init; }

    /// <summary>Those answered with a status of 500 or more.</summary>
    public long ServerErrors { get; init; }

    /// <summary>Those answered with a status of 400 to 499.</summary>
    public long ClientErrors { get; init; }

    /// <summary>Their latencies.</summary>
    public BucketCounts Latency { get; init => field = value ?? new(); } = new();
}

/// <summary>Counts in the buckets of <see cref="Metrics.LatencyScale"/>; empty ones at both ends are left out.</summary>
public sealed record BucketCounts
{
    /// <summary>The bucket of the first count.</summary>
    public int First { get; init; }

    /// <summary>The counts.</summary>
    public IReadOnlyList<long> Counts { get; init => field = value ?? []; } = [];
}

/// <summary>One sequential test.</summary>
/// <param name="Test">What it tests.</param>
/// <param name="LogStakes">Natural logarithms of its stakes on each alternative.</param>
public sealed record TestState(RolloutTest Test, IReadOnlyList<double> LogStakes);

/// <summary>The sequential tests of a rollout.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutTest>))]
public enum RolloutTest
{
    /// <summary>Against: more failures than the old version's.</summary>
    [JsonStringEnumMemberName("errors")]
    Errors,

    /// <summary>Against: more answers slower than nine tenths of the old version's.</summary>
    [JsonStringEnumMemberName("slowerThanP90")]
    SlowerThanP90,

    /// <summary>Against: more answers slower than 99 % of the old version's.</summary>
    [JsonStringEnumMemberName("slowerThanP99")]
    SlowerThanP99,

    /// <summary>Against: more answers slower than 99.9 % of the old version's.</summary>
    [JsonStringEnumMemberName("slowerThanP999")]
    SlowerThanP999,

    /// <summary>Against: more failures than <see cref="AnalysisSettings.MaxErrorRate"/>.</summary>
    [JsonStringEnumMemberName("errorLimit")]
    ErrorLimit,

    /// <summary>Against: more than 1 % slower than <see cref="AnalysisSettings.MaxP99Millis"/>.</summary>
    [JsonStringEnumMemberName("latencyLimit")]
    LatencyLimit,

    /// <summary>Against, in steps without an old version: more failures than it had before, by more than the margin.</summary>
    [JsonStringEnumMemberName("errorsThanBefore")]
    ErrorsThanBefore,

    /// <summary>For: fewer failures than <see cref="AnalysisSettings.MaxRelativeError"/> times the old version's.</summary>
    [JsonStringEnumMemberName("withinMargin")]
    WithinMargin,
}
