using ControlPlane.Rollouts.Running;

namespace ControlPlane.Rollouts;

/// <summary>Ticks one after the other, for a process that a schedule starts once a minute: one when nothing is under way, more while rollouts run.</summary>
/// <param name="tick">The tick.</param>
/// <param name="inquiries">What ticks leave under way.</param>
/// <param name="time">The clock.</param>
public sealed class TickLoop(ScheduledTick tick, RolloutInquiries inquiries, TimeProvider time)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(3);

    /// <summary>Ticks until nothing wants another tick soon, or the time is over; then gives up what is under way, since the process may stand still.</summary>
    /// <param name="most">For how long.</param>
    /// <param name="cancellationToken">Ends it in the middle.</param>
    /// <exception cref="Storage.Items.StoreUnavailableException">What is due cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public async Task RunAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            while (await tick.RunAsync(cancellationToken).ConfigureAwait(false) && time.GetElapsedTime(began) + _every < most)
            {
                await Task.Delay(_every, time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await inquiries.GiveUpAsync().ConfigureAwait(false);
        }
    }
}
