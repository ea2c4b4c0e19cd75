using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Analysis;

namespace ControlPlane.Rollouts.Control;

/// <summary>What a tick goes by, beside the stored rollout: the world as it is now.</summary>
/// <param name="Now">The present.</param>
/// <param name="Target">How what is shifted stands.</param>
/// <param name="Evidence">The counters.</param>
public sealed record RolloutTick(DateTimeOffset Now, TargetObservation Target, RolloutEvidence Evidence)
{
    /// <summary>Hooks' answers since the last tick; the same answer may come twice.</summary>
    public IReadOnlyList<HookAnswer> HookAnswers { get; init; } = [];

    /// <summary>Providers' answers since the last tick; the same answer may come twice.</summary>
    public IReadOnlyList<ProviderReading> Readings { get; init; } = [];
}

/// <summary>How what is shifted was found.</summary>
/// <param name="Status">Which version serves.</param>
/// <param name="PercentTraffic">The new version's share in force, in percent.</param>
public sealed record TargetObservation(TargetStatus Status, double PercentTraffic);

/// <summary>Which version serves.</summary>
public enum TargetStatus
{
    /// <summary>The new one is there beside the old one, with some share, perhaps 0 %.</summary>
    Shifting,

    /// <summary>The new one has taken the old one's place.</summary>
    Promoted,

    /// <summary>The old one alone: the stage has no canary any more, the aliases point to their first versions.</summary>
    Restored,

    /// <summary>Something else: another deployment, another canary, other versions.</summary>
    Changed,
}

/// <summary>A hook's answer.</summary>
/// <param name="Name">The hook.</param>
/// <param name="Step">As in the <see cref="AskHook"/> it answers.</param>
/// <param name="Attempt">As in the <see cref="AskHook"/> it answers.</param>
/// <param name="Outcome">Its verdict; <see cref="VerdictOutcome.Error"/> when it could not be asked or gave none.</param>
/// <param name="Message">What it says, or null.</param>
public sealed record HookAnswer(string Name, int Step, int Attempt, VerdictOutcome Outcome, string? Message);

/// <summary>A provider's answer.</summary>
/// <param name="Name">The provider.</param>
/// <param name="MeasuredAt">When; tells answers apart.</param>
/// <param name="Outcome">What it says of the new version.</param>
/// <param name="Message">The value, for people, or null.</param>
public sealed record ProviderReading(string Name, DateTimeOffset MeasuredAt, VerdictOutcome Outcome, string? Message);

/// <summary>What a tick decided.</summary>
/// <param name="Rollout">The rollout to store, with a condition on the revision that was read; the same instance when nothing has changed.</param>
/// <param name="Effects">What to do once that is stored. What is not done, or not seen to be done, the next tick asks for again.</param>
public sealed record RolloutDecision(Rollout Rollout, IReadOnlyList<RolloutEffect> Effects);

/// <summary>Something to do.</summary>
public abstract record RolloutEffect;

/// <summary>Give the new version a share of the traffic.</summary>
/// <param name="PercentTraffic">The share, in percent.</param>
public sealed record SetPercent(double PercentTraffic) : RolloutEffect;

/// <summary>Let the new version take the old one's place.</summary>
public sealed record Promote : RolloutEffect;

/// <summary>Let the old version alone serve: end the canary, point the aliases back.</summary>
public sealed record Restore : RolloutEffect;

/// <summary>Ask a hook, unless this very attempt is being asked already.</summary>
/// <param name="Hook">The hook.</param>
/// <param name="Step">The step; -1 before traffic, the number of steps before promotion.</param>
/// <param name="Attempt">The attempt, from 1.</param>
public sealed record AskHook(RolloutHook Hook, int Step, int Attempt) : RolloutEffect;

/// <summary>Ask a provider.</summary>
/// <param name="Provider">The provider.</param>
public sealed record AskProvider(RolloutProvider Provider) : RolloutEffect;

/// <summary>Tell whoever listens.</summary>
/// <param name="Sequence">1 for a rollout's first notification, one more with every later one: tells repetitions apart.</param>
/// <param name="Kind">What has happened.</param>
/// <param name="Rollout">The rollout after it.</param>
public sealed record Notify(long Sequence, RolloutNotification Kind, Rollout Rollout) : RolloutEffect;
