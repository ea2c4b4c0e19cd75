using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Resources;

/// <summary>What UpdateResource can change: a resource's name and its parent.</summary>
public static class ResourcePatches
{
    private static readonly PatchTable<(ResourceTree Tree, string Id)> _table = new PatchTable<(ResourceTree Tree, string Id)>(PatchRefusals.Plain)
        .Allow(PatchOp.Replace, "/pathPart", (at, edit) => (at.Tree.Rename(at.Id, edit.Text), at.Id))
        .Allow(PatchOp.Replace, "/parentId", (at, edit) => (at.Tree.Move(at.Id, edit.Text), at.Id));

    /// <summary>Applies patch operations to one resource of a tree, all or none.</summary>
    /// <exception cref="ApiException">With API Gateway's message.</exception>
    public static ResourceTree Apply(ResourceTree tree, string resourceId, IReadOnlyList<PatchOperation> operations) =>
        _table.Apply((tree, resourceId), operations).Tree;
}
