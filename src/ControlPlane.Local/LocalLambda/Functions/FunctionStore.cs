using ControlPlane.Local.LocalLambda.Storage;
using ControlPlane.Local.LocalLambda.Wire;
using ControlPlane.Storage.Items;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>Functions by name.</summary>
internal sealed class FunctionStore(LambdaDocuments documents, LambdaAccount account)
{
    private const string Partition = "LAMBDA";
    private const string Prefix = "FUNCTION#";

    /// <summary>The partition of what belongs to one incarnation of a function.</summary>
    public static string PartitionOf(FunctionRecord function) => $"LAMBDA#{function.Id}";

    public ValueTask<Stored<FunctionRecord>?> FindAsync(string name, CancellationToken cancellationToken) =>
        documents.FindAsync(KeyOf(name), LambdaJson.Stored.FunctionRecord, cancellationToken);

    /// <summary>Reads a function that must exist.</summary>
    /// <exception cref="LambdaException">It does not.</exception>
    public async ValueTask<Stored<FunctionRecord>> GetAsync(FunctionReference reference, CancellationToken cancellationToken) =>
        await FindAsync(reference.Name, cancellationToken)
        ?? throw LambdaErrors.FunctionNotFound(account.FunctionArn(reference.Name, reference.Qualifier));

    public ValueTask<bool> TryCreateAsync(FunctionRecord function, CancellationToken cancellationToken) =>
        documents.TryPutAsync(KeyOf(function.Name), function, LambdaJson.Stored.FunctionRecord, PutCondition.Absent, cancellationToken);

    /// <summary>Replaces what was read.</summary>
    /// <exception cref="LambdaException">Somebody else replaced it first.</exception>
    public async Task ReplaceAsync(Stored<FunctionRecord> read, FunctionRecord next, CancellationToken cancellationToken)
    {
        var written = await documents.TryPutAsync(
            KeyOf(next.Name), next, LambdaJson.Stored.FunctionRecord, PutCondition.AtRevision(read.Revision), cancellationToken);
        if (!written)
        {
            throw LambdaErrors.Conflict(
                $"The operation cannot be performed at this time. An update is in progress for resource: {account.FunctionArn(next.Name)}");
        }
    }

    /// <summary>Deletes the function, then sweeps what belonged to it (which nothing can reach any more).</summary>
    public async Task<bool> DeleteAsync(Stored<FunctionRecord> read, CancellationToken cancellationToken)
    {
        if (!await documents.TryDeleteAsync(KeyOf(read.Value.Name), PutCondition.AtRevision(read.Revision), cancellationToken))
        {
            return false;
        }

        await documents.DeletePartitionAsync(PartitionOf(read.Value), CancellationToken.None);
        return true;
    }

    /// <summary>Functions in name order.</summary>
    public async ValueTask<IReadOnlyList<FunctionRecord>> ListAsync(string? afterName, int? limit, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(Partition, Prefix) { After = afterName is null ? null : Prefix + afterName, Limit = limit };
        var found = await documents.QueryAsync(query, LambdaJson.Stored.FunctionRecord, cancellationToken);
        return [.. found.Select(f => f.Value)];
    }

    private static ItemKey KeyOf(string name) => new(Partition, Prefix + name);
}
