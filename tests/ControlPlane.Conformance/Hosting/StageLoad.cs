namespace ControlPlane.Conformance.Hosting;

/// <summary>Clients that ask a stage all the time, until it is disposed.</summary>
internal sealed class StageLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _clients;
    private readonly HttpClient _http = new();
    private long _answered;

    /// <param name="address">What they ask.</param>
    /// <param name="clients">How many there are.</param>
    public StageLoad(Uri address, int clients = 4) =>
        _clients = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => AskAsync(address)));

    /// <summary>How many answers there were.</summary>
    public long Answered => Volatile.Read(ref _answered);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _clients;
        _http.Dispose();
        _ending.Dispose();
    }

    private async Task AskAsync(Uri address)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                using var response = await _http.GetAsync(address, _ending.Token);
                Interlocked.Increment(ref _answered);
                await Task.Delay(5, _ending.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
            {
                // The end, or a host that is away for a while.
            }
        }
    }
}
