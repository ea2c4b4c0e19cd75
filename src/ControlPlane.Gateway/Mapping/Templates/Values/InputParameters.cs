using ControlPlane.Gateway.Integrations.LambdaProxy;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>The parameters of a request as <c>$input.params</c> gives them.</summary>
internal static class InputParameters
{
    /// <summary>One parameter: of the path, else of the query, else a header; empty when there is none.</summary>
    public static string Find(RequestContext request, string name) =>
        request.PathParameter(name)
        ?? request.Query.Last(name)
        ?? (request.Exchange.FindHeader(name) is { } header ? HeaderText.Read(header) : "");

    /// <summary>All parameters, as maps <c>path</c>, <c>querystring</c> and <c>header</c>; of several values the last.</summary>
    public static VtlMap ToMap(RequestContext request)
    {
        var map = new VtlMap();
        map.Put("path", Path(request));
        map.Put("querystring", Query(request));
        map.Put("header", Header(request));
        return map;
    }

    private static VtlMap Path(RequestContext request)
    {
        var map = new VtlMap();
        var names = request.Method?.Resource.ParameterNames ?? [];
        for (var i = 0; i < names.Length; i++)
        {
            map.Put(names[i], request.PathParameterAt(i).ToString());
        }

        return map;
    }

    private static VtlMap Query(RequestContext request)
    {
        var map = new VtlMap();
        foreach (var (name, value) in request.Query.Items)
        {
            map.Put(name, value);
        }

        return map;
    }

    private static VtlMap Header(RequestContext request)
    {
        // One spelling of each name, that of its first value.
        var spelling = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var map = new VtlMap();
        foreach (var (name, value) in EventHeaders.Collect(request))
        {
            if (!spelling.TryGetValue(name, out var first))
            {
                spelling.Add(name, first = name);
            }

            map.Put(first, value);
        }

        return map;
    }
}
