using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Models;

/// <summary>What UpdateModel can change.</summary>
public static class ModelPatches
{
    private static readonly PatchTable<Model> _table = new PatchTable<Model>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/description", (model, edit) => model with { Description = edit.Text })
        .Allow(PatchOp.Replace, "/schema", (model, edit) => model with { Schema = edit.Text });

    /// <summary>Applies patch operations, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Model Apply(Model model, IReadOnlyList<PatchOperation> operations) => ModelRules.Validate(_table.Apply(model, operations));
}
