using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Scheduling;
using ControlPlane.Storage.Stages;

namespace ControlPlane.Rollouts.LogLevels;

/// <summary>
/// Takes a log level whose time is over off its stage, and says so in the stage's history. Gateways stopped obeying it by
/// themselves at that time.
/// </summary>
/// <param name="stages">The stages.</param>
/// <param name="observers">Hear of the change.</param>
/// <param name="time">The clock.</param>
public sealed class LogLevelExpiry(StageRepository stages, IEnumerable<IStageObserver> observers, TimeProvider time) : IScheduledDuty
{
    /// <summary>Who the history says it was.</summary>
    public const string Actor = "controlplane";

    // The entry is written before the stage: for that long the stage's change may still be on its way.
    private static readonly TimeSpan _grace = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public string Name => DueWork.LogLevel;

    /// <inheritdoc/>
    public async ValueTask<DutyResult> RunAsync(DueWork work, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await stages.GetAsync(work.ApiId, work.StageName, cancellationToken).ConfigureAwait(false) is not { } before
            || before.Value.LogLevel?.IsActiveAt(now) != false)
        {
            return now - work.DueAt < _grace ? DutyResult.Later : DutyResult.Done;
        }

        var after = StageHistory.Stamp(
            before.Value,
            before.Value with { LogLevel = null },
            new ChangeOrigin(Actor, Guid.NewGuid().ToString(), now),
            StageEventType.LogLevelExpired);
        if (await stages.ReplaceAsync(before, after, cancellationToken).ConfigureAwait(false) is null)
        {
            // Somebody else was faster; the next tick looks at what they left.
            return DutyResult.Later;
        }

        foreach (var observer in observers)
        {
            observer.StageChanged(work.ApiId, work.StageName);
        }

        return DutyResult.Done;
    }
}
