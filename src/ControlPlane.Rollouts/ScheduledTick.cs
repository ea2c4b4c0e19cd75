using ControlPlane.Storage.Scheduling;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Rollouts;

/// <summary>
/// Does everything that is due: called once a minute or more often, by a schedule on AWS and by a background service elsewhere.
/// Any tick may be the first, two may run at once, and one may end in the middle: work is struck off after it is done.
/// </summary>
public sealed partial class ScheduledTick
{
    private const int _pageSize = 100;

    // Enough to hide the store's latency, too little to crowd out those who serve requests.
    private const int _atOnce = 4;

    // Below the minute between two ticks.
    private static readonly TimeSpan _budget = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan _budgetOfOne = TimeSpan.FromSeconds(10);

    private readonly DueRepository _due;
    private readonly Dictionary<string, IScheduledDuty> _duties;
    private readonly TimeProvider _time;
    private readonly ILogger<ScheduledTick> _logger;

    /// <summary>Creates the tick.</summary>
    /// <param name="due">What is due.</param>
    /// <param name="duties">Who does it; each <see cref="IScheduledDuty.Name"/> once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of failures.</param>
    public ScheduledTick(DueRepository due, IEnumerable<IScheduledDuty> duties, TimeProvider time, ILogger<ScheduledTick> logger)
    {
        _due = due;
        _duties = duties.ToDictionary(duty => duty.Name, StringComparer.Ordinal);
        _time = time;
        _logger = logger;
    }

    /// <summary>
    /// Does what is due by now, the oldest first, and takes at most 45 seconds for it. Work that fails is logged, hinders no other and
    /// is tried again by the next tick.
    /// </summary>
    /// <param name="cancellationToken">Ends it early; what is not done then stays due.</param>
    /// <returns>True when something is under way that does not like to wait (<see cref="DutyResult.Soon"/>).</returns>
    /// <exception cref="Storage.Items.StoreUnavailableException">What is due cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var soon = false;
        using var over = new CancellationTokenSource(_budget, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        var now = _time.GetUtcNow();
        try
        {
            string? position = null;
            do
            {
                var page = await _due.ListAsync(now, _pageSize, position, ending.Token).ConfigureAwait(false);
                await Parallel.ForEachAsync(
                    page.Items,
                    new ParallelOptions { MaxDegreeOfParallelism = _atOnce, CancellationToken = ending.Token },
                    async (work, token) =>
                    {
                        if (await DoAsync(work, token).ConfigureAwait(false) == DutyResult.Soon)
                        {
                            Volatile.Write(ref soon, true);
                        }
                    }).ConfigureAwait(false);
                position = page.Position;
            }
            while (position is not null);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            OutOfTime(_budget.TotalSeconds);
        }

        return soon;
    }

    private async ValueTask<DutyResult> DoAsync(DueWork work, CancellationToken cancellationToken)
    {
        if (!_duties.TryGetValue(work.Duty, out var duty))
        {
            // A newer version's: it does it, or the next tick after this process is up to date.
            return DutyResult.Later;
        }

        using var over = new CancellationTokenSource(_budgetOfOne, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            var result = await duty.RunAsync(work, ending.Token).ConfigureAwait(false);
            if (result == DutyResult.Done)
            {
                await _due.RemoveAsync(work, ending.Token).ConfigureAwait(false);
            }

            return result;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(work.Duty, work.ApiId, work.StageName, work.DueAt, exception);
            return DutyResult.Later;
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "{Duty} of stage {ApiId}/{StageName}, due {DueAt}, failed; the next tick tries again.")]
    private partial void Failed(string duty, string apiId, string stageName, DateTimeOffset dueAt, Exception exception);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Not everything that is due was done within {Seconds} s; the next tick goes on.")]
    private partial void OutOfTime(double seconds);
}
