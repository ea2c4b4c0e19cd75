namespace ControlPlane.Domain.DomainNames;

/// <summary>A custom domain that leads to a stage.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Paths">Its base paths that lead there, at least one, in ordinal order.</param>
public sealed record StageDomain(CustomDomain Domain, IReadOnlyList<StagePath> Paths)
{
    /// <summary>What of a domain leads to a stage, or null when nothing does.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="apiId">The stage's API.</param>
    /// <param name="stageName">The stage.</param>
    public static StageDomain? Of(CustomDomain domain, string apiId, string stageName)
    {
        ArgumentNullException.ThrowIfNull(domain);
        List<StagePath> paths =
        [
            .. domain.Mappings
                .Where(each => each.Value.RestApiId == apiId && (each.Value.Stage is null || each.Value.Stage == stageName))
                .OrderBy(static each => each.Key, StringComparer.Ordinal)
                .Select(each => new StagePath(each.Key, each.Value.Stage, Path(each.Key, each.Value.Stage is null ? stageName : ""))),
        ];
        return paths.Count == 0 ? null : new StageDomain(domain, paths);
    }

    private static string Path(string basePath, string segment) => "/" + string.Join('/', new[] { basePath, segment }.Where(static part => part.Length > 0));
}

/// <summary>A base path that leads to a stage.</summary>
/// <param name="BasePath">The base path, which may be empty.</param>
/// <param name="Stage">The stage as the mapping names it, or null when the next path segment does.</param>
/// <param name="Path">Where the stage begins below the domain, with a leading slash.</param>
public readonly record struct StagePath(string BasePath, string? Stage, string Path);
