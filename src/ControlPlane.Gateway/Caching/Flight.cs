namespace ControlPlane.Gateway.Caching;

/// <summary>A request to the backend that others of the same key wait for. Most land before anybody does: a task is made for the first who waits.</summary>
internal sealed class Flight
{
    private static readonly TaskCompletionSource<CachedResponse?> Landed = new();

    private TaskCompletionSource<CachedResponse?>? _landing;
    private CachedResponse? _brought;

    /// <summary>What it brings, or null when that is nothing for others; never fails.</summary>
    public Task<CachedResponse?> Landing
    {
        get
        {
            if (Volatile.Read(ref _landing) is not { } landing)
            {
                var own = new TaskCompletionSource<CachedResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
                landing = Interlocked.CompareExchange(ref _landing, own, null) ?? own;
            }

            return landing == Landed ? Task.FromResult(_brought) : landing.Task;
        }
    }

    /// <summary>Tells those who wait; what is said later does not count. Only who leads the flight may say it.</summary>
    public void Land(CachedResponse? response)
    {
        if (Volatile.Read(ref _landing) == Landed)
        {
            return;
        }

        _brought = response;
        Interlocked.CompareExchange(ref _landing, Landed, null)?.TrySetResult(response);
    }
}
