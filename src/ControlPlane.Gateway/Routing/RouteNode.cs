using System.Collections.Frozen;

namespace ControlPlane.Gateway.Routing;

/// <summary>One segment of the compiled path tree.</summary>
internal sealed class RouteNode
{
    private readonly FrozenDictionary<string, RouteNode>.AlternateLookup<ReadOnlySpan<char>> _literals;
    private readonly bool _hasLiterals;

    public RouteNode(IReadOnlyDictionary<string, RouteNode> literals, RouteNode? variable, RouteResource? greedy, RouteResource? resource)
    {
        _hasLiterals = literals.Count > 0;
        _literals = literals.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        Variable = variable;
        Greedy = greedy;
        Resource = resource;
    }

    /// <summary>The child that takes any one segment.</summary>
    public RouteNode? Variable { get; }

    /// <summary>The resource that takes all the rest.</summary>
    public RouteResource? Greedy { get; }

    /// <summary>The resource that ends here.</summary>
    public RouteResource? Resource { get; }

    public RouteNode? Literal(ReadOnlySpan<char> segment) =>
        _hasLiterals && _literals.TryGetValue(segment, out var node) ? node : null;
}
