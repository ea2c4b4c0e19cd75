using ControlPlane.Rollouts;

namespace ControlPlane.Local;

/// <summary>Does scheduled work while the host runs: every few seconds, since looking costs one small read here.</summary>
internal sealed partial class TickService(ScheduledTick tick, TimeProvider time, ILogger<TickService> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);

    private bool _fails;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        try
        {
            do
            {
                await TickAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the host is no failure, also when its start was refused.
        }
    }

    private async Task TickAsync(CancellationToken stoppingToken)
    {
        try
        {
            await tick.RunAsync(stoppingToken).ConfigureAwait(false);
            _fails = false;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            if (!_fails)
            {
                Failed(exception);
            }

            _fails = true;
        }
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Error, Message = "Scheduled work could not be read; it is tried again every few seconds.")]
    private partial void Failed(Exception exception);
}
