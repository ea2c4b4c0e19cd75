using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Accounts;

/// <summary>What UpdateAccount can change.</summary>
public static class AccountPatches
{
    private static readonly PatchTable<Account> _table = new PatchTable<Account>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/cloudwatchRoleArn", (account, edit) => account with { CloudwatchRoleArn = Role(edit) });

    /// <summary>Applies patch operations, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Account Apply(Account account, IReadOnlyList<PatchOperation> operations) => _table.Apply(account, operations);

    private static string? Role(PatchEdit edit)
    {
        if (string.IsNullOrEmpty(edit.Value))
        {
            return null;
        }

        var parts = edit.Value.Split(':', 6);
        return parts is ["arn", _, "iam", "", { Length: > 0 }, _] && parts[5].StartsWith("role/", StringComparison.Ordinal)
            ? edit.Value
            : throw ApiException.BadRequest("Invalid ARN specified in the request");
    }
}
