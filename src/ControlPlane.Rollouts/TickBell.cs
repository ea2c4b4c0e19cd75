namespace ControlPlane.Rollouts;

/// <summary>Wakes who waits for the next tick of this process: something began that will not wait.</summary>
/// <param name="time">Times the waits.</param>
public sealed class TickBell(TimeProvider time)
{
    private volatile TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Wakes who waits, or who waits next.</summary>
    public void Ring() => _rung.TrySetResult();

    /// <summary>Waits until somebody rings, and at most for a while.</summary>
    /// <param name="most">How long at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        try
        {
            await _rung.Task.WaitAsync(most, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return;
        }

        _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
