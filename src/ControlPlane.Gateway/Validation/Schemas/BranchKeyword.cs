using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary><c>allOf</c>, <c>anyOf</c> or <c>oneOf</c>.</summary>
internal sealed class BranchKeyword(BranchKind kind, Schema[] branches) : Keyword
{
    public override bool Accepts(JsonElement value, SchemaCheck check)
    {
        var matched = 0;
        foreach (var branch in branches)
        {
            matched += check.Tries(branch, value) ? 1 : 0;
            if (matched > 0 && kind == BranchKind.Any)
            {
                return true;
            }
        }

        return kind switch
        {
            BranchKind.All => matched == branches.Length
                || check.Fail($"instance failed to match all required schemas (matched only {matched} out of {branches.Length})"),
            BranchKind.Any => check.Fail($"instance failed to match at least one required schema among {branches.Length}"),
            _ => matched == 1 || check.Fail($"instance failed to match exactly one schema (matched {matched} out of {branches.Length})"),
        };
    }
}

/// <summary>How many branches must match.</summary>
internal enum BranchKind
{
    /// <summary>All.</summary>
    All,

    /// <summary>At least one.</summary>
    Any,

    /// <summary>Exactly one.</summary>
    One,
}
