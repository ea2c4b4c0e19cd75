using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Deployments;

/// <summary>What UpdateDeployment can change: the description alone.</summary>
public static class DeploymentPatches
{
    private static readonly PatchTable<Deployment> _table = new PatchTable<Deployment>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/description", (deployment, edit) => deployment with { Description = Descriptions.Validate(edit.Text) });

    /// <summary>Applies patch operations, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Deployment Apply(Deployment deployment, IReadOnlyList<PatchOperation> operations) => _table.Apply(deployment, operations);
}
