using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Patching;

/// <summary>The words a noun refuses patch operations with; API Gateway's differ between its older and newer resources.</summary>
public abstract class PatchRefusals
{
    /// <summary>The words of the newer resources, which list what is possible.</summary>
    public static PatchRefusals Listing { get; } = new ListingRefusals();

    /// <summary>The words of the older resources.</summary>
    public static PatchRefusals Plain { get; } = new PlainRefusals();

    /// <summary>The error for an operation that no rule takes.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="pathOps">The operations its path takes, or none when the path is unknown.</param>
    /// <param name="patterns">The paths its operation can be used on.</param>
    public abstract ApiException Refuse(PatchOperation operation, PatchOp pathOps, IReadOnlyList<string> patterns);

    private sealed class ListingRefusals : PatchRefusals
    {
        public override ApiException Refuse(PatchOperation operation, PatchOp pathOps, IReadOnlyList<string> patterns)
        {
            // The two blanks are API Gateway's own.
            var start = $"Invalid patch path  '{operation.Path ?? "null"}' specified for op '{PatchOps.Name(operation.Op)}'. ";
            return ApiException.BadRequest(
                operation.Op == PatchOp.Replace ? $"{start}Must be one of: [{string.Join(", ", patterns)}]" : $"{start}Please choose supported operations");
        }
    }

    private sealed class PlainRefusals : PatchRefusals
    {
        public override ApiException Refuse(PatchOperation operation, PatchOp pathOps, IReadOnlyList<string> patterns)
        {
            if (pathOps == PatchOp.None)
            {
                return ApiException.BadRequest($"Invalid patch path {operation.Path ?? "null"}");
            }

            return ApiException.BadRequest(
                pathOps == (PatchOp.Add | PatchOp.Remove | PatchOp.Replace)
                    ? "Invalid patch operation specified. Must be 'add'|'remove'|'replace'"
                    : $"Invalid patch operation specified. Must be one of: [{string.Join(", ", Names(pathOps))}]");
        }

        private static IEnumerable<string> Names(PatchOp ops) =>
            PatchOps.Names.Where(name => PatchOps.TryParse(name, out var op) && ops.HasFlag(op));
    }
}
