using ControlPlane.Domain;
using ControlPlane.Domain.Deployments;
using ControlPlane.Storage.Stages;

namespace ControlPlane.Storage.Deployments;

/// <summary>Deletes deployments, and never one that a stage serves, whatever other processes do meanwhile.</summary>
/// <param name="deployments">The deployments.</param>
/// <param name="stages">The stages.</param>
public sealed class DeploymentRemoval(DeploymentRepository deployments, StageRepository stages)
{
    /// <summary>How a removal ended.</summary>
    public enum Result
    {
        /// <summary>The deployment is gone with its document.</summary>
        Removed,

        /// <summary>A stage serves it; it is still there.</summary>
        InUse,

        /// <summary>It was changed or deleted meanwhile.</summary>
        Changed,
    }

    /// <summary>The ids of the deployments that stages of an API serve, as their base or their canary, or will serve when a rollout is over.</summary>
    public async ValueTask<IReadOnlySet<string>> InUseAsync(string apiId, CancellationToken cancellationToken)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stage in await stages.ListAsync(apiId, cancellationToken).ConfigureAwait(false))
        {
            used.Add(stage.Value.DeploymentId);
            if (stage.Value.CanarySettings is { } canary)
            {
                used.Add(canary.DeploymentId);
            }

            if (stage.Value.QueuedDeployment is { } queued)
            {
                used.Add(queued.DeploymentId);
            }
        }

        return used;
    }

    /// <summary>Deletes a deployment unless a stage serves it.</summary>
    public async ValueTask<Result> RemoveAsync(string apiId, Versioned<Deployment> deployment)
    {
        var id = deployment.Value.Id;
        if ((await InUseAsync(apiId, CancellationToken.None).ConfigureAwait(false)).Contains(id))
        {
            return Result.InUse;
        }

        if (!await deployments.DeleteAsync(apiId, id, deployment.Revision, CancellationToken.None).ConfigureAwait(false))
        {
            return Result.Changed;
        }

        // Another process may have pointed a stage here between the check and the deletion.
        if ((await InUseAsync(apiId, CancellationToken.None).ConfigureAwait(false)).Contains(id))
        {
            await deployments.RestoreAsync(apiId, deployment.Value, CancellationToken.None).ConfigureAwait(false);
            return Result.InUse;
        }

        await deployments.DeleteDocumentAsync(apiId, deployment.Value, CancellationToken.None).ConfigureAwait(false);
        return Result.Removed;
    }
}
