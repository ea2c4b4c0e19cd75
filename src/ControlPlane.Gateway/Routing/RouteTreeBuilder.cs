using ControlPlane.Domain.Resources;

namespace ControlPlane.Gateway.Routing;

/// <summary>Builds the path tree of a deployment.</summary>
internal sealed class RouteTreeBuilder
{
    private readonly Dictionary<string, RouteTreeBuilder> _literals = new(StringComparer.Ordinal);
    private RouteTreeBuilder? _variable;
    private RouteResource? _greedy;
    private RouteResource? _resource;

    /// <summary>Compiles the tree; method ordinals count the methods of all resources in their order.</summary>
    public static RouteTree Build(IReadOnlyList<Resource> resources)
    {
        var root = new RouteTreeBuilder();
        var methods = 0;
        var maxParameters = 0;
        foreach (var resource in resources)
        {
            var route = new RouteResource(resource, methods);
            methods += resource.Methods.Count;
            maxParameters = Math.Max(maxParameters, route.ParameterNames.Length);
            root.Add(route);
        }

        // Every node is a prefix of some resource, so no branch captures more than the resource it leads to.
        return new RouteTree(root.ToNode(), maxParameters);
    }

    private void Add(RouteResource resource)
    {
        var node = this;
        foreach (var segment in RouteResource.Segments(resource.Path))
        {
            if (RouteResource.IsGreedy(segment))
            {
                node._greedy = resource;
                return;
            }

            node = RouteResource.IsVariable(segment) ? node._variable ??= new RouteTreeBuilder() : node.Literal(segment);
        }

        node._resource = resource;
    }

    private RouteTreeBuilder Literal(string segment)
    {
        if (!_literals.TryGetValue(segment, out var node))
        {
            _literals[segment] = node = new RouteTreeBuilder();
        }

        return node;
    }

    private RouteNode ToNode() => new(
        _literals.ToDictionary(pair => pair.Key, pair => pair.Value.ToNode(), StringComparer.Ordinal),
        _variable?.ToNode(),
        _greedy,
        _resource);
}
