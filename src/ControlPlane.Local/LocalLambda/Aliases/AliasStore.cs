using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Storage;
using ControlPlane.Local.LocalLambda.Wire;
using ControlPlane.Storage.Items;

namespace ControlPlane.Local.LocalLambda.Aliases;

/// <summary>The aliases of a function, by name.</summary>
internal sealed class AliasStore(LambdaDocuments documents, LambdaAccount account)
{
    private const string Prefix = "ALIAS#";

    public ValueTask<Stored<AliasConfiguration>?> FindAsync(FunctionRecord function, string name, CancellationToken cancellationToken) =>
        documents.FindAsync(KeyOf(function, name), LambdaJson.Stored.AliasConfiguration, cancellationToken);

    /// <summary>Reads an alias that must exist.</summary>
    public async ValueTask<Stored<AliasConfiguration>> GetAsync(FunctionRecord function, string name, CancellationToken cancellationToken) =>
        await FindAsync(function, name, cancellationToken)
        ?? throw LambdaErrors.NotFound($"Cannot find alias arn: {account.FunctionArn(function.Name, name)}");

    public ValueTask<bool> TryCreateAsync(FunctionRecord function, AliasConfiguration alias, CancellationToken cancellationToken) =>
        documents.TryPutAsync(KeyOf(function, alias.Name), alias, LambdaJson.Stored.AliasConfiguration, PutCondition.Absent, cancellationToken);

    public ValueTask<bool> TryReplaceAsync(
        FunctionRecord function, Stored<AliasConfiguration> read, AliasConfiguration next, CancellationToken cancellationToken) =>
        documents.TryPutAsync(
            KeyOf(function, next.Name), next, LambdaJson.Stored.AliasConfiguration, PutCondition.AtRevision(read.Revision), cancellationToken);

    public ValueTask<bool> DeleteAsync(FunctionRecord function, string name, CancellationToken cancellationToken) =>
        documents.TryDeleteAsync(KeyOf(function, name), PutCondition.None, cancellationToken);

    /// <summary>Aliases in name order.</summary>
    public async ValueTask<IReadOnlyList<AliasConfiguration>> ListAsync(FunctionRecord function, string? afterName, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(FunctionStore.PartitionOf(function), Prefix) { After = afterName is null ? null : Prefix + afterName };
        var found = await documents.QueryAsync(query, LambdaJson.Stored.AliasConfiguration, cancellationToken);
        return [.. found.Select(f => f.Value)];
    }

    private static ItemKey KeyOf(FunctionRecord function, string name) => new(FunctionStore.PartitionOf(function), Prefix + name);
}
