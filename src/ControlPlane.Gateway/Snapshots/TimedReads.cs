namespace ControlPlane.Gateway.Snapshots;

/// <summary>
/// Reads that end in time, whatever the store does: one that blocks its thread or does not hear its token is left behind.
/// At most <see cref="MaxAbandoned"/> such reads may be left; then the store is not asked before one of them has ended.
/// </summary>
internal sealed class TimedReads(TimeProvider time)
{
    public const int MaxAbandoned = 16;

    /// <summary>What one small read may take.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(2);

    private int _abandoned;

    /// <summary>Reads within a time.</summary>
    /// <exception cref="TimeoutException">The store did not answer.</exception>
    public async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _abandoned) >= MaxAbandoned)
        {
            throw new TimeoutException("The store does not answer.");
        }

        using var over = new CancellationTokenSource(limit, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        var token = ending.Token;
        var reading = Task.Run(() => read(token).AsTask(), CancellationToken.None);
        try
        {
            return await reading.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (over.IsCancellationRequested)
        {
            throw new TimeoutException($"The store did not answer within {limit.TotalSeconds} s.", exception);
        }
        finally
        {
            if (!reading.IsCompleted)
            {
                Interlocked.Increment(ref _abandoned);
                _ = reading.ContinueWith(
                    static (ended, state) =>
                    {
                        _ = ended.Exception;
                        Interlocked.Decrement(ref ((TimedReads)state!)._abandoned);
                    },
                    this,
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }
    }
}
