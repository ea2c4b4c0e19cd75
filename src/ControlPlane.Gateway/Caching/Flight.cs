namespace ControlPlane.Gateway.Caching;

/// <summary>A request to the backend that others of the same key wait for.</summary>
internal sealed class Flight
{
    private readonly TaskCompletionSource<CachedResponse?> _landing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it brings, or null when that is nothing for others; never fails.</summary>
    public Task<CachedResponse?> Landing => _landing.Task;

    /// <summary>Tells those who wait; what is said later does not count.</summary>
    public void Land(CachedResponse? response) => _landing.TrySetResult(response);
}
