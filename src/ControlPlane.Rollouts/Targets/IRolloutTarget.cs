using ControlPlane.Domain;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Stages;
using ControlPlane.Rollouts.Analysis;
using ControlPlane.Rollouts.Control;

namespace ControlPlane.Rollouts.Targets;

/// <summary>
/// What a rollout shifts. Everything is read back, nothing remembered, and every change may come twice: what already is as it should be is left.
/// </summary>
public interface IRolloutTarget
{
    /// <summary>The kind it does.</summary>
    RolloutTargetKind Kind { get; }

    /// <summary>How it stands.</summary>
    /// <param name="stage">The rollout's stage, just read.</param>
    /// <param name="rollout">The rollout.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<TargetObservation> ObserveAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken);

    /// <summary>The counters of both versions.</summary>
    ValueTask<RolloutEvidence> EvidenceAsync(Versioned<Stage> stage, Rollout rollout, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives the new version the rollout's share.</summary>
    /// <returns>False when somebody else was faster: look again.</returns>
    ValueTask<bool> ShiftAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken);

    /// <summary>Lets the new version take the old one's place.</summary>
    /// <returns>False when somebody else was faster: look again.</returns>
    ValueTask<bool> PromoteAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken);

    /// <summary>Lets the old version alone serve.</summary>
    /// <returns>False when somebody else was faster: look again.</returns>
    ValueTask<bool> RestoreAsync(Versioned<Stage> stage, Rollout rollout, CancellationToken cancellationToken);
}
