using System.Collections.Concurrent;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>Compiled deployments, at most <see cref="Capacity"/>: the oldest gives way. Deployments never change, so entries never go stale.</summary>
internal sealed class DeploymentPlans(IStageSource source)
{
    private const int Capacity = 256;

    private readonly ConcurrentDictionary<(string ApiId, string DeploymentId), DeploymentPlan> _plans = new();
    private readonly ConcurrentQueue<(string ApiId, string DeploymentId)> _order = new();

    /// <summary>The compiled deployment.</summary>
    /// <exception cref="InvalidDataException">There is no such deployment.</exception>
    public async ValueTask<DeploymentPlan> GetAsync(string apiId, string deploymentId, CancellationToken cancellationToken)
    {
        var key = (apiId, deploymentId);
        if (_plans.TryGetValue(key, out var plan))
        {
            return plan;
        }

        var document = await source.LoadDeploymentAsync(apiId, deploymentId, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"The API {apiId} has no deployment {deploymentId}.");
        plan = DeploymentPlan.Compile(deploymentId, document);
        if (_plans.TryAdd(key, plan))
        {
            _order.Enqueue(key);
            if (_order.Count > Capacity && _order.TryDequeue(out var oldest))
            {
                _plans.TryRemove(oldest, out _);
            }
        }

        return plan;
    }
}
