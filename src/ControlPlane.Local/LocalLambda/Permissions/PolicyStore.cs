using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Storage;
using ControlPlane.Local.LocalLambda.Wire;
using ControlPlane.Storage.Items;

namespace ControlPlane.Local.LocalLambda.Permissions;

/// <summary>Resource policies, one per qualifier of a function.</summary>
internal sealed class PolicyStore(LambdaDocuments documents)
{
    public ValueTask<Stored<ResourcePolicy>?> FindAsync(FunctionRecord function, string? qualifier, CancellationToken cancellationToken) =>
        documents.FindAsync(KeyOf(function, qualifier), LambdaJson.Stored.ResourcePolicy, cancellationToken);

    /// <summary>Replaces what was read, or creates it.</summary>
    /// <exception cref="LambdaException">Somebody else changed the policy first.</exception>
    public async Task ReplaceAsync(
        FunctionRecord function, string? qualifier, Stored<ResourcePolicy>? read, ResourcePolicy next, CancellationToken cancellationToken)
    {
        var condition = read is { } known ? PutCondition.AtRevision(known.Revision) : PutCondition.Absent;
        if (!await documents.TryPutAsync(KeyOf(function, qualifier), next, LambdaJson.Stored.ResourcePolicy, condition, cancellationToken))
        {
            throw LambdaErrors.RevisionMismatch();
        }
    }

    public ValueTask<bool> DeleteAsync(FunctionRecord function, string? qualifier, CancellationToken cancellationToken) =>
        documents.TryDeleteAsync(KeyOf(function, qualifier), PutCondition.None, cancellationToken);

    private static ItemKey KeyOf(FunctionRecord function, string? qualifier) =>
        new(FunctionStore.PartitionOf(function), $"POLICY#{qualifier ?? FunctionReference.Latest}");
}
