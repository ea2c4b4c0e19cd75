using ControlPlane.Api.OpenApi.Documents;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>Reads a document's paths with their operations.</summary>
internal sealed class PathsReader(OpenApiSource source, OperationReader operations)
{
    private static readonly string[] _verbs = ["get", "put", "post", "delete", "options", "head", "patch"];

    /// <summary>Reads them.</summary>
    /// <param name="basePath">What goes before every path.</param>
    public IReadOnlyList<PathDefinition> Read(string basePath)
    {
        var paths = new List<PathDefinition>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in source.Object(source.Root, "paths")?.Members() ?? [])
        {
            if (member.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!member.Name.StartsWith('/'))
            {
                source.Problems.Error(member, $"Invalid path '{member.Name}': a path begins with a slash");
                continue;
            }

            // API Gateway's resources have no slash at their end.
            var path = basePath + (member.Name == "/" ? "" : member.Name.TrimEnd('/'));
            path = path.Length == 0 ? "/" : path;
            if (!seen.Add(path))
            {
                source.Problems.Error(member, $"The path '{path}' is there twice");
            }
            else if (source.Follow(member) is { } item)
            {
                paths.Add(new PathDefinition(path, member, Methods(path, item)));
            }
        }

        return paths;
    }

    private List<MethodDefinition> Methods(string path, DocumentNode item)
    {
        var methods = new List<MethodDefinition>();
        foreach (var member in item.Members())
        {
            var verb = member.Name == Extensions.AnyMethod ? "ANY" : _verbs.Contains(member.Name) ? member.Name.ToUpperInvariant() : null;
            if (verb is not null)
            {
                methods.Add(operations.Read(path, verb, item, member));
            }
            else if (member.Name is not ("parameters" or "summary" or "description" or "servers" or "$ref") && !member.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
            {
                source.Problems.Warn(member, $"'{member.Name}' is not a method and is ignored");
            }
        }

        return methods;
    }
}
