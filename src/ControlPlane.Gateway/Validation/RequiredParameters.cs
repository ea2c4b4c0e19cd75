using ControlPlane.Domain.Methods;

namespace ControlPlane.Gateway.Validation;

/// <summary>The parameters that a method demands.</summary>
internal sealed class RequiredParameters
{
    private const string Prefix = "method.request.";

    private readonly List<(Place Place, string Name)> _parameters = [];

    public RequiredParameters(Method method)
    {
        foreach (var (key, isRequired) in method.RequestParameters)
        {
            if (isRequired && Parse(key) is { } parameter)
            {
                _parameters.Add(parameter);
            }
        }
    }

    private enum Place
    {
        Path,
        Query,
        Header,
    }

    public bool IsEmpty => _parameters.Count == 0;

    /// <summary>The names of those that a request lacks or leaves blank, or null when it has them all.</summary>
    public List<string>? FindMissing(RequestContext request)
    {
        List<string>? missing = null;
        foreach (var (place, name) in _parameters)
        {
            if (!IsThere(request, place, name))
            {
                (missing ??= []).Add(name);
            }
        }

        return missing;
    }

    private static bool IsThere(RequestContext request, Place place, string name) => place switch
    {
        Place.Path => !request.PathParameterSpan(name).IsWhiteSpace(),
        Place.Query => !string.IsNullOrWhiteSpace(request.Query.Last(name)),
        _ => !string.IsNullOrWhiteSpace(request.Exchange.FindHeader(name)),
    };

    private static (Place Place, string Name)? Parse(string key)
    {
        var dot = key.StartsWith(Prefix, StringComparison.Ordinal) ? key.IndexOf('.', Prefix.Length) : -1;
        if (dot < 0)
        {
            return null;
        }

        Place? place = key.AsSpan(Prefix.Length, dot - Prefix.Length) switch
        {
            "path" => Place.Path,
            "querystring" => Place.Query,
            "header" => Place.Header,
            _ => null,
        };
        return place is { } known ? (known, key[(dot + 1)..]) : null;
    }
}
