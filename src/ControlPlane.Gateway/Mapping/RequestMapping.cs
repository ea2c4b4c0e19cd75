namespace ControlPlane.Gateway.Mapping;

/// <summary>The parameter mappings of an integration, parsed: what goes into the backend request's headers, query and path.</summary>
internal sealed class RequestMapping
{
    private const string Prefix = "integration.request.";

    public RequestMapping(IReadOnlyDictionary<string, string> parameters)
    {
        Headers = Select(parameters, "header.");
        Query = Select(parameters, "querystring.");
        Path = Select(parameters, "path.");
    }

    public IReadOnlyList<KeyValuePair<string, MappingExpression>> Headers { get; }

    public IReadOnlyList<KeyValuePair<string, MappingExpression>> Query { get; }

    public IReadOnlyList<KeyValuePair<string, MappingExpression>> Path { get; }

    /// <summary>Whether a header is mapped and therefore not passed through.</summary>
    public bool MapsHeader(string name) => Maps(Headers, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a query parameter is mapped and therefore not passed through.</summary>
    public bool MapsQuery(string name) => Maps(Query, name, StringComparison.Ordinal);

    private static bool Maps(IReadOnlyList<KeyValuePair<string, MappingExpression>> mappings, string name, StringComparison comparison)
    {
        for (var i = 0; i < mappings.Count; i++)
        {
            if (mappings[i].Key.Equals(name, comparison))
            {
                return true;
            }
        }

        return false;
    }

    private static List<KeyValuePair<string, MappingExpression>> Select(IReadOnlyDictionary<string, string> parameters, string kind)
    {
        var selected = new List<KeyValuePair<string, MappingExpression>>();
        foreach (var (name, source) in parameters)
        {
            if (name.StartsWith(Prefix + kind, StringComparison.Ordinal))
            {
                selected.Add(KeyValuePair.Create(name[(Prefix.Length + kind.Length)..], MappingExpression.Parse(source)));
            }
        }

        return selected;
    }
}
