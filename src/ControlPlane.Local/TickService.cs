using ControlPlane.Rollouts;

namespace ControlPlane.Local;

/// <summary>Does scheduled work while the host runs: every few seconds, since looking costs one small read here.</summary>
internal sealed partial class TickService(ScheduledTick tick, TimeProvider time, ILogger<TickService> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        var fails = false;
        do
        {
            try
            {
                await tick.RunAsync(stoppingToken).ConfigureAwait(false);
                fails = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!fails)
                {
                    Failed(exception);
                }

                fails = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Error, Message = "Scheduled work could not be read; it is tried again every few seconds.")]
    private partial void Failed(Exception exception);
}
