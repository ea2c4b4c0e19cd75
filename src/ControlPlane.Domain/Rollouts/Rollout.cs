namespace ControlPlane.Domain.Rollouts;

/// <summary>
/// A progressive delivery: traffic moves to a new version step by step while both versions are judged. Everything the controller must know
/// is in here: any process may carry on from the stored record.
/// </summary>
public sealed record Rollout
{
    /// <summary>The rollout's id, new for each.</summary>
    public required string Id { get; init; }

    /// <summary>What is shifted.</summary>
    public required RolloutTarget Target { get; init; }

    /// <summary>The steps and what decides, completed and checked (<see cref="RolloutPlanRules.Complete"/>).</summary>
    public required RolloutPlan Plan { get; init; }

    /// <summary>How it stands.</summary>
    public RolloutState State { get; init; }

    /// <summary>What is being done now.</summary>
    public RolloutPhase Phase { get; init; }

    /// <summary>The step it is at, from 0; the last one once all are over.</summary>
    public int Step { get; init; }

    /// <summary>The share of traffic the new version should have, in percent, 0.0 to 100.0.</summary>
    public double PercentTraffic { get; init; }

    /// <summary>For how many seconds the present step's share was seen in force; time that nobody watched counts little (<see cref="ObservedAt"/>).</summary>
    public double StepSeconds { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Who started it: the caller's ARN.</summary>
    public required string StartedBy { get; init; }

    /// <summary>The time of the last tick, or null before the first.</summary>
    public DateTimeOffset? ObservedAt { get; init; }

    /// <summary>When it ended, or null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it stands as it does, or null before the first tick.</summary>
    public RolloutReason? Reason { get; init; }

    /// <summary>The judgements of its steps, oldest first; the last may be <see cref="VerdictOutcome.Running"/>.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init => field = value ?? []; } = [];

    /// <summary>True while an operator has paused it: nothing moves forward, failures still roll back.</summary>
    public bool PausedByOperator { get; init; }

    /// <summary>The halt that was approved by hand: a step, -1 before traffic, the number of steps before promotion; or null.</summary>
    public int? ApprovedStep { get; init; }

    /// <summary>The hooks that were run or are running.</summary>
    public IReadOnlyList<HookRun> HookRuns { get; init => field = value ?? []; } = [];

    /// <summary>What the providers have said so far.</summary>
    public IReadOnlyList<ProviderRecord> ProviderRecords { get; init => field = value ?? []; } = [];

    /// <summary>What the analysis has seen and concluded so far, or null before the first tick.</summary>
    public AnalysisState? Analysis { get; init; }

    /// <summary>How many notifications it has sent out; their sequence numbers.</summary>
    public long Notifications { get; init; }

    /// <summary>The notifications that somebody has not been told yet, oldest first.</summary>
    public IReadOnlyList<OutboxEntry> Outbox { get; init => field = value ?? []; } = [];

    /// <summary>Whether it is over: <see cref="RolloutState.Promoted"/>, <see cref="RolloutState.RolledBack"/> or <see cref="RolloutState.Aborted"/>.</summary>
    public bool IsOver() => State is RolloutState.Promoted or RolloutState.RolledBack or RolloutState.Aborted;
}
