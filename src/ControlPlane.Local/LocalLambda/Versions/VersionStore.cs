using System.Globalization;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Storage;
using ControlPlane.Storage.Items;

namespace ControlPlane.Local.LocalLambda.Versions;

/// <summary>The published versions of a function, by number.</summary>
internal sealed class VersionStore(LambdaDocuments documents)
{
    private const string Prefix = "VERSION#";

    public async ValueTask<FunctionVersionRecord?> FindAsync(FunctionRecord function, string version, CancellationToken cancellationToken) =>
        TryNumber(version) is { } number
            ? (await documents.FindAsync(KeyOf(function, number), LambdaJson.Stored.FunctionVersionRecord, cancellationToken))?.Value
            : null;

    /// <summary>The newest published version, or null when there is none.</summary>
    public async ValueTask<FunctionVersionRecord?> NewestAsync(FunctionRecord function, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(FunctionStore.PartitionOf(function), Prefix) { Descending = true, Limit = 1 };
        var found = await documents.QueryAsync(query, LambdaJson.Stored.FunctionVersionRecord, cancellationToken);
        return found.Count == 0 ? null : found[0].Value;
    }

    public async Task AddAsync(FunctionRecord function, int number, FunctionVersionRecord version, CancellationToken cancellationToken)
    {
        if (!await documents.TryPutAsync(KeyOf(function, number), version, LambdaJson.Stored.FunctionVersionRecord, PutCondition.Absent, cancellationToken))
        {
            throw new InvalidOperationException($"Version {number} of {function.Name} was handed out twice.");
        }
    }

    public ValueTask<bool> DeleteAsync(FunctionRecord function, string version, CancellationToken cancellationToken) =>
        TryNumber(version) is { } number
            ? documents.TryDeleteAsync(KeyOf(function, number), PutCondition.None, cancellationToken)
            : ValueTask.FromResult(false);

    /// <summary>Versions by ascending number.</summary>
    public async ValueTask<IReadOnlyList<FunctionVersionRecord>> ListAsync(
        FunctionRecord function, int? after, int? limit, CancellationToken cancellationToken)
    {
        var query = new ItemQuery(FunctionStore.PartitionOf(function), Prefix)
        {
            After = after is { } number ? SortOf(number) : null,
            Limit = limit,
        };
        var found = await documents.QueryAsync(query, LambdaJson.Stored.FunctionVersionRecord, cancellationToken);
        return [.. found.Select(f => f.Value)];
    }

    /// <summary>The number a version is named by, or null when it is not one (leading zeros name nothing).</summary>
    public static int? TryNumber(string version) =>
        version.Length > 0 && version[0] != '0' && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ItemKey KeyOf(FunctionRecord function, int number) => new(FunctionStore.PartitionOf(function), SortOf(number));

    private static string SortOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D10}");
}
