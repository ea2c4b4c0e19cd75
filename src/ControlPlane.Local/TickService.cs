using ControlPlane.Rollouts;

namespace ControlPlane.Local;

/// <summary>
/// Does scheduled work while the host runs: every few seconds, since looking costs one small read here, and every second while a rollout runs.
/// </summary>
internal sealed partial class TickService(ScheduledTick tick, TickBell bell, ILogger<TickService> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(1);

    private bool _fails;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var soon = await TickAsync(stoppingToken).ConfigureAwait(false);
                await bell.WaitAsync(soon ? _soon : _every, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the host is no failure, also when its start was refused.
        }
    }

    private async Task<bool> TickAsync(CancellationToken stoppingToken)
    {
        try
        {
            var soon = await tick.RunAsync(stoppingToken).ConfigureAwait(false);
            _fails = false;
            return soon;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            if (!_fails)
            {
                Failed(exception);
            }

            _fails = true;
            return false;
        }
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Error, Message = "Scheduled work could not be read; it is tried again every few seconds.")]
    private partial void Failed(Exception exception);
}
