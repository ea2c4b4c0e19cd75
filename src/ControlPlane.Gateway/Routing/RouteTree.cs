namespace ControlPlane.Gateway.Routing;

/// <summary>Where a path parameter's value stands in the matched path.</summary>
internal readonly record struct PathRange(int Start, int Length);

/// <summary>What a path and a verb lead to.</summary>
/// <param name="Resource">The resource, or null when nothing matches.</param>
/// <param name="Method">The ordinal of its method.</param>
internal readonly record struct RouteMatch(RouteResource? Resource, int Method);

/// <summary>
/// The compiled path tree of a deployment. Per segment a literal wins over <c>{name}</c>, which wins over <c>{name+}</c>; a branch that
/// has no method for the verb in the end is given up for the next one. Percent-encoding is left as sent.
/// </summary>
internal sealed class RouteTree(RouteNode root, int maxParameters)
{
    /// <summary>The most path parameters any resource has.</summary>
    public int MaxParameters { get; } = maxParameters;

    /// <summary>Finds the method for a path.</summary>
    /// <param name="path">Starts with a slash; slashes at its end do not count.</param>
    /// <param name="verb">Upper case.</param>
    /// <param name="captures">Gets the parameters' values, at least <see cref="MaxParameters"/> long.</param>
    public RouteMatch Match(ReadOnlySpan<char> path, string verb, Span<PathRange> captures) =>
        Walk(root, path.TrimEnd('/'), 1, 0, verb, captures);

    private static RouteMatch Walk(RouteNode node, ReadOnlySpan<char> path, int start, int captured, string verb, Span<PathRange> captures)
    {
        if (start >= path.Length)
        {
            return Serve(node.Resource, verb);
        }

        var slash = path[start..].IndexOf('/');
        var end = slash < 0 ? path.Length : start + slash;
        if (end > start)
        {
            var literal = node.Literal(path[start..end]);
            if (literal is not null && Walk(literal, path, end + 1, captured, verb, captures) is { Resource: not null } exact)
            {
                return exact;
            }

            if (node.Variable is not null)
            {
                captures[captured] = new PathRange(start, end - start);
                if (Walk(node.Variable, path, end + 1, captured + 1, verb, captures) is { Resource: not null } variable)
                {
                    return variable;
                }
            }
        }

        if (node.Greedy is not null)
        {
            captures[captured] = new PathRange(start, path.Length - start);
            return Serve(node.Greedy, verb);
        }

        return default;
    }

    private static RouteMatch Serve(RouteResource? resource, string verb)
    {
        var method = resource?.Find(verb) ?? -1;
        return method < 0 ? default : new RouteMatch(resource, method);
    }
}
