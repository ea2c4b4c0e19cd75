using ControlPlane.Domain.DomainNames;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Locating;

/// <summary>Finds the stage a request is for: by invoke host, by custom domain, or by <c>/{api}/{stage}</c> in the path.</summary>
internal static class Locator
{
    /// <summary>Finds the place of the stage.</summary>
    /// <param name="path">The raw path.</param>
    /// <param name="host">The host it came to.</param>
    /// <param name="domain">The custom domain of that name, or null.</param>
    /// <param name="snapshots">The stages.</param>
    /// <param name="location">Where the parts of the path begin.</param>
    /// <returns>Null when the address leads nowhere.</returns>
    public static StageEntry? Locate(string path, HostName host, CustomDomain? domain, SnapshotCache snapshots, out Location location)
    {
        if (domain is not null)
        {
            return ByDomain(path, host, domain, snapshots, out location);
        }

        if (host.ApiId is not null)
        {
            var stage = NextSegment(path, 0);
            var route = LastSlash(path, stage.End);
            location = new Location(host, host.ApiId, stage.Start - 1, route, route);
            return snapshots.Find(host.ApiId, path.AsSpan(stage.Start, stage.End - stage.Start));
        }

        var api = NextSegment(path, 0);
        var name = NextSegment(path, api.End);
        var start = LastSlash(path, name.End);
        var entry = snapshots.Find(path.AsSpan(api.Start, api.End - api.Start), path.AsSpan(name.Start, name.End - name.Start));
        location = new Location(host, entry?.ApiId ?? "", name.Start - 1, start, start);
        return entry;
    }

    private static StageEntry? ByDomain(string path, HostName host, CustomDomain domain, SnapshotCache snapshots, out Location location)
    {
        location = default;
        var start = LastSlash(path, 0);
        var rest = path.AsSpan(Math.Min(start + 1, path.Length));
        string? best = null;
        foreach (var basePath in domain.Mappings.Keys)
        {
            if (Covers(basePath, rest) && (best is null || Length(basePath) > Length(best)))
            {
                best = basePath;
            }
        }

        if (best is null)
        {
            return null;
        }

        var end = Length(best) == 0 ? start : start + 1 + best.Length;
        var mapping = domain.Mappings[best];
        var stage = mapping.Stage.AsSpan();
        if (mapping.Stage is null or CustomDomainRules.None)
        {
            var segment = NextSegment(path, end);
            stage = path.AsSpan(segment.Start, segment.End - segment.Start);
            end = segment.End;
        }

        var dot = host.Name.IndexOf('.', StringComparison.Ordinal);
        location = new Location(host, dot < 0 ? host.Name : host.Name[..dot], start, start, LastSlash(path, end)) { BasePath = best };
        return snapshots.Find(mapping.RestApiId, stage);
    }

    private static int Length(string basePath) => basePath == CustomDomainRules.None ? 0 : basePath.Length;

    private static bool Covers(string basePath, ReadOnlySpan<char> rest) =>
        Length(basePath) == 0
        || (rest.StartsWith(basePath, StringComparison.Ordinal) && (rest.Length == basePath.Length || rest[basePath.Length] == '/'));

    /// <summary>The segment behind a position, its leading slashes skipped; empty at the end of the path.</summary>
    private static (int Start, int End) NextSegment(string path, int from)
    {
        var start = from;
        while (start < path.Length && path[start] == '/')
        {
            start++;
        }

        var slash = path.AsSpan(start).IndexOf('/');
        return (start, slash < 0 ? path.Length : start + slash);
    }

    /// <summary>The last of the slashes at a position: doubled slashes in front of a path count once.</summary>
    private static int LastSlash(string path, int from)
    {
        while (from + 1 < path.Length && path[from] == '/' && path[from + 1] == '/')
        {
            from++;
        }

        return from;
    }
}
