namespace ControlPlane.Gateway.Locating;

/// <summary>Where the parts of a request's path begin, once its stage is known.</summary>
/// <param name="Host">The host it came to.</param>
/// <param name="DomainPrefix">The first label: the API id, or that of a custom domain.</param>
/// <param name="ContextStart">Where the path with its stage begins (custom domain: with its base path).</param>
/// <param name="EventStart">Where the path that events carry begins.</param>
/// <param name="RouteStart">Where the path that is matched against resources begins.</param>
internal readonly record struct Location(HostName? Host, string DomainPrefix, int ContextStart, int EventStart, int RouteStart)
{
    /// <summary>The base path of the custom domain that the request came by, <c>(none)</c> for the empty one, or null.</summary>
    public string? BasePath { get; init; }

    public string DomainName => Host?.Name ?? "";

    public ReadOnlySpan<char> RoutePath(string path) => RouteStart < path.Length ? path.AsSpan(RouteStart) : "/";

    public string EventPath(string path) => EventStart < path.Length ? path[EventStart..] : "/";

    public string ContextPath(string path) => ContextStart < path.Length ? path[ContextStart..] : "/";

    public ReadOnlySpan<char> ContextPathSpan(string path) => ContextStart < path.Length ? path.AsSpan(ContextStart) : "/";
}
