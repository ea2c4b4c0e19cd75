using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.ApiKeys;

/// <summary>What UpdateApiKey can change.</summary>
public static class ApiKeyPatches
{
    private static readonly PatchTable<ApiKey> _table = new PatchTable<ApiKey>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/name", (key, edit) => key with { Name = edit.Text })
        .Allow(PatchOp.Replace, "/description", (key, edit) => key with { Description = edit.Value })
        .Allow(PatchOp.Replace, "/enabled", (key, edit) => key with { Enabled = edit.Boolean })
        .Allow(PatchOp.Replace, "/customerId", (key, edit) => key with { CustomerId = edit.Value })
        .Allow(PatchOp.Add | PatchOp.Remove, "/stages", (key, edit) => key with { StageKeys = Stages(key, edit) });

    /// <summary>Applies patch operations, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static ApiKey Apply(ApiKey key, IReadOnlyList<PatchOperation> operations) => ApiKeyRules.Validate(_table.Apply(key, operations));

    private static IReadOnlyList<string> Stages(ApiKey key, PatchEdit edit)
    {
        if (edit.Text.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            throw edit.Invalid("must be the id of an API and the name of a stage, separated by a slash");
        }

        var others = key.StageKeys.Where(stage => stage != edit.Text);
        return edit.Removes ? [.. others] : [.. others, edit.Text];
    }
}
