using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Control;

namespace ControlPlane.Rollouts.Simulation;

/// <summary>How a run went.</summary>
public sealed class RunResult
{
    /// <summary>How it ended, or how it stood at last.</summary>
    public RolloutState State { get; set; }

    /// <summary>When the controller rolled back, in seconds after the first step's begin.</summary>
    public double? RolledBackAt { get; private set; }

    /// <summary>Why it did.</summary>
    public RolloutReason? Reason { get; private set; }

    /// <summary>When the first step was successful.</summary>
    public double? FirstStepAt { get; private set; }

    /// <summary>When all was promoted.</summary>
    public double? PromotedAt { get; private set; }

    /// <summary>How many requests failed within the horizon because of the new version.</summary>
    public double Harmed { get; private set; }

    /// <summary>How the fixed rules did on the same traffic.</summary>
    public FixedRules Rules { get; set; } = new();

    /// <summary>Takes note of a tick's decision.</summary>
    public void Note(Rollout before, RolloutDecision decision, int second)
    {
        if (RolledBackAt is null && decision.Rollout.Phase == RolloutPhase.RollingBack)
        {
            RolledBackAt = second;
            Reason = decision.Rollout.Reason;
        }

        if (FirstStepAt is null && before.Phase == RolloutPhase.Step && (decision.Rollout.Step > 0 || decision.Rollout.Phase == RolloutPhase.Promoting))
        {
            FirstStepAt = second;
        }

        if (PromotedAt is null && decision.Rollout.Phase == RolloutPhase.Promoting)
        {
            PromotedAt = second;
        }
    }

    /// <summary>Counts one second's requests that failed because of the new version.</summary>
    /// <param name="status">Which version serves.</param>
    /// <param name="ofShare">Of the canary's share.</param>
    /// <param name="ofAll">Of all requests.</param>
    /// <param name="second">The second.</param>
    public void Harm(TargetStatus status, double ofShare, double ofAll, int second)
    {
        if (second < Simulator.Horizon)
        {
            Harmed += status switch
            {
                TargetStatus.Shifting => ofShare,
                TargetStatus.Promoted => ofAll,
                _ => 0,
            };
        }
    }
}
