using ControlPlane.Api.OpenApi.Documents;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>What goes before every path of a document.</summary>
internal static class BasePath
{
    /// <summary>Reads it: of Swagger 2.0 <c>basePath</c>, of OpenAPI 3.0 the first server variable of that name, else the path of the first server's URL.</summary>
    /// <returns>A path with a slash before each segment, or an empty text.</returns>
    public static string Read(OpenApiSource source, BasePathUse use)
    {
        var whole = source.IsSwagger ? source.Root.Find("basePath")?.Text() : OfServers(source);
        var segments = (whole ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return use switch
        {
            BasePathUse.Ignore => "",
            BasePathUse.Prepend => Join(segments),
            BasePathUse.Split => Join(segments.Skip(1)),
            _ => throw new ArgumentOutOfRangeException(nameof(use), use, "Unknown use of a base path."),
        };
    }

    private static string Join(IEnumerable<string> segments) => string.Concat(segments.Select(segment => "/" + segment));

    private static string? OfServers(OpenApiSource source)
    {
        var servers = source.List(source.Root, "servers")?.Elements().ToList() ?? [];
        foreach (var server in servers)
        {
            if (server.Find("variables")?.Find("basePath")?.Find("default") is { } variable)
            {
                return variable.Text();
            }
        }

        return servers.Count > 0 && servers[0].Find("url")?.Text() is { } url ? PathOf(Expand(servers[0], url)) : null;
    }

    private static string Expand(DocumentNode server, string url) => (server.Find("variables")?.Members() ?? [])
        .Aggregate(url, (text, variable) => text.Replace($"{{{variable.Name}}}", variable.Find("default")?.Text() ?? "", StringComparison.Ordinal));

    private static string PathOf(string url)
    {
        var authority = url.IndexOf("//", StringComparison.Ordinal);
        var path = authority < 0 ? (url.StartsWith('/') ? 0 : -1) : url.IndexOf('/', authority + 2);
        return path < 0 ? "" : url[path..].Split('?', '#')[0];
    }
}
