using ControlPlane.Storage.Scheduling;

namespace ControlPlane.Rollouts.Running;

/// <summary>Carries rollouts on, tick by tick, until nothing is left to do for them.</summary>
/// <param name="runner">Does it.</param>
public sealed class RolloutDuty(RolloutRunner runner) : IScheduledDuty
{
    /// <inheritdoc/>
    public string Name => DueWork.Rollout;

    /// <inheritdoc/>
    public async ValueTask<DutyResult> RunAsync(DueWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return await runner.RunAsync(new StagePlace(work.ApiId, work.StageName), asks: true, cancellationToken).ConfigureAwait(false)
            ? DutyResult.Soon
            : DutyResult.Done;
    }
}
