using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.Scheduling;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Rollouts.Retention;

/// <summary>Deletes the deployments that their API's retention does not keep, and comes back when the next one grows too old.</summary>
/// <param name="apis">The APIs.</param>
/// <param name="deployments">Their deployments.</param>
/// <param name="removal">Deletes them.</param>
/// <param name="due">What is due.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears what was deleted.</param>
public sealed partial class DeploymentRetentionDuty(
    RestApiRepository apis,
    DeploymentRepository deployments,
    DeploymentRemoval removal,
    DueRepository due,
    TimeProvider time,
    ILogger<DeploymentRetentionDuty> logger) : IScheduledDuty
{
    private const int _pageSize = 500;

    // A tick has other work, too: the next one goes on.
    private const int _atOnce = 50;

    /// <inheritdoc/>
    public string Name => DueWork.DeploymentRetention;

    /// <inheritdoc/>
    public async ValueTask<DutyResult> RunAsync(DueWork work, CancellationToken cancellationToken)
    {
        var api = await apis.GetAsync(work.ApiId, cancellationToken).ConfigureAwait(false);
        if (api?.Value.DeploymentRetention is not { } retention)
        {
            return DutyResult.Done;
        }

        var now = time.GetUtcNow();
        var all = await ListAsync(work.ApiId, cancellationToken).ConfigureAwait(false);
        var inUse = await removal.InUseAsync(work.ApiId, cancellationToken).ConfigureAwait(false);
        var superfluous = retention.Superfluous(all, inUse, now);
        foreach (var deployment in superfluous.Take(_atOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await deployments.GetAsync(work.ApiId, deployment.Id, cancellationToken).ConfigureAwait(false) is { } stored
                && await removal.RemoveAsync(work.ApiId, stored).ConfigureAwait(false) == DeploymentRemoval.Result.Removed)
            {
                Removed(work.ApiId, deployment.Id, deployment.CreatedDate);
            }
        }

        if (superfluous.Count > _atOnce)
        {
            return DutyResult.Later;
        }

        if (retention.NextEnd(all.Except(superfluous), now) is { } next)
        {
            await due.AddAsync(work with { DueAt = next }, cancellationToken).ConfigureAwait(false);
        }

        return DutyResult.Done;
    }

    private async ValueTask<List<Domain.Deployments.Deployment>> ListAsync(string apiId, CancellationToken cancellationToken)
    {
        var all = new List<Domain.Deployments.Deployment>();
        string? position = null;
        do
        {
            var page = await deployments.ListAsync(apiId, _pageSize, position, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Items);
            position = page.Position;
        }
        while (position is not null);
        return all;
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Deployment {DeploymentId} of API {ApiId}, created {CreatedDate}, is kept no longer.")]
    private partial void Removed(string apiId, string deploymentId, DateTimeOffset createdDate);
}
