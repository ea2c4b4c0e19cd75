using ControlPlane.Domain.Resources;

namespace ControlPlane.Gateway.Routing;

/// <summary>A resource as the router sees it: its verbs, and the names of its path parameters in order.</summary>
internal sealed class RouteResource
{
    private const string AnyVerb = "ANY";

    private readonly KeyValuePair<string, int>[] _verbs;
    private readonly int _any = -1;

    /// <param name="resource">The deployed resource.</param>
    /// <param name="firstMethod">The ordinal of its first method, in the order of its method map.</param>
    public RouteResource(Resource resource, int firstMethod)
    {
        Id = resource.Id;
        Path = resource.Path;
        ParameterNames = [.. Segments(resource.Path).Where(IsVariable).Select(ParameterName)];
        var verbs = new List<KeyValuePair<string, int>>();
        foreach (var verb in resource.Methods.Keys)
        {
            if (verb == AnyVerb)
            {
                _any = firstMethod++;
            }
            else
            {
                verbs.Add(new(verb, firstMethod++));
            }
        }

        _verbs = [.. verbs];
    }

    public string Id { get; }

    /// <summary>The template, for example <c>/pets/{id}</c>.</summary>
    public string Path { get; }

    public string[] ParameterNames { get; }

    /// <summary>The ordinal of the method that serves a verb, or -1.</summary>
    public int Find(string verb)
    {
        foreach (var (name, ordinal) in _verbs)
        {
            if (name == verb)
            {
                return ordinal;
            }
        }

        return _any;
    }

    public static IEnumerable<string> Segments(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public static bool IsVariable(string segment) => segment.StartsWith('{') && segment.EndsWith('}');

    public static bool IsGreedy(string segment) => segment.StartsWith('{') && segment.EndsWith("+}", StringComparison.Ordinal);

    private static string ParameterName(string segment) => segment.Trim('{', '}').TrimEnd('+');
}
