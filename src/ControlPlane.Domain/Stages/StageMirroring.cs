using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Stages;

/// <summary>Which requests that the base serves are sent to the canary too, so that the two answers can be compared.</summary>
public sealed record StageMirroring
{
    /// <summary>Most routes.</summary>
    public const int MaxRoutes = 100;

    /// <summary>Most names of headers, and of members, that do not count.</summary>
    public const int MaxIgnored = 50;

    /// <summary>Most mirrored requests under way.</summary>
    public const int MaxConcurrency = 100;

    /// <summary>Most mirrored requests a second.</summary>
    public const int MaxRate = 1000;

    /// <summary>Most samples of differences.</summary>
    public const int MaxSamples = 100;

    private const int _longest = 256;
    private static readonly string[] _safe = ["GET", "HEAD", "OPTIONS"];

    /// <summary>The routes.</summary>
    public IReadOnlyList<MirroredRoute> Routes { get; init => field = value ?? []; } = [];

    /// <summary>Mirrored requests that may be under way in a router at a time, 1 to <see cref="MaxConcurrency"/>; those above are left out.</summary>
    public int MaxConcurrent { get; init; }

    /// <summary>Mirrored requests a router may send in a second, 1 to <see cref="MaxRate"/>; those above are left out.</summary>
    public int MaxPerSecond { get; init; }

    /// <summary>Response headers that may differ, beside those that always may.</summary>
    public IReadOnlyList<string> IgnoreHeaders { get; init => field = value ?? []; } = [];

    /// <summary>Members of JSON responses that may differ: names, or paths as <c>/items/[]/price</c>.</summary>
    public IReadOnlyList<string> IgnoreJsonMembers { get; init => field = value ?? []; } = [];

    /// <summary>How many different differences of a route are remembered, 0 to <see cref="MaxSamples"/>.</summary>
    public int SampleSize { get; init; }

    /// <summary>Checks it.</summary>
    /// <exception cref="ApiException">400 BadRequestException that names the member.</exception>
    public static StageMirroring Validate(StageMirroring mirroring)
    {
        if (mirroring.Routes.Count is 0 or > MaxRoutes)
        {
            throw ApiException.BadRequest($"Invalid routes: there must be 1 to {MaxRoutes}");
        }

        Within(mirroring.MaxConcurrent, 1, MaxConcurrency, "maxConcurrent");
        Within(mirroring.MaxPerSecond, 1, MaxRate, "maxPerSecond");
        Within(mirroring.SampleSize, 0, MaxSamples, "sampleSize");
        CheckNames(mirroring.IgnoreHeaders, "ignoreHeaders");
        CheckNames(mirroring.IgnoreJsonMembers, "ignoreJsonMembers");
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < mirroring.Routes.Count; i++)
        {
            var (route, place) = (mirroring.Routes[i], $"routes.{i + 1}.member");
            if (!_safe.Contains(route.HttpMethod))
            {
                throw ApiException.BadRequest($"Invalid {place}.httpMethod: {route.HttpMethod}. Only requests that change nothing are mirrored: {string.Join(", ", _safe)}");
            }

            if (!route.ResourcePath.StartsWith('/') || route.ResourcePath.Length > _longest || route.ResourcePath.Contains('#', StringComparison.Ordinal))
            {
                throw ApiException.BadRequest($"Invalid {place}.resourcePath: it must begin with / and have at most {_longest} characters");
            }

            if (route.Percent is not (> 0 and <= 100))
            {
                throw ApiException.BadRequest($"Invalid {place}.percent: it must be a number above 0.0 and at most 100.0");
            }

            if (!seen.Add((route.ResourcePath, route.HttpMethod)))
            {
                throw ApiException.BadRequest($"Invalid {place}: {route.HttpMethod} {route.ResourcePath} is named twice");
            }
        }

        return mirroring;
    }

    private static void Within(int value, int least, int most, string member)
    {
        if (value < least || value > most)
        {
            throw ApiException.BadRequest($"Invalid {member}: it must be a whole number from {least} to {most}");
        }
    }

    private static void CheckNames(IReadOnlyList<string> names, string member)
    {
        if (names.Count > MaxIgnored || names.Any(static name => name.Length is 0 or > _longest))
        {
            throw ApiException.BadRequest($"Invalid {member}: there can be at most {MaxIgnored}, of 1 to {_longest} characters");
        }
    }
}

/// <summary>A route whose requests are mirrored.</summary>
/// <param name="ResourcePath">The resource's path template, as it is in both deployments.</param>
/// <param name="HttpMethod">GET, HEAD or OPTIONS; where the resource has ANY, the requests with this verb.</param>
/// <param name="Percent">Share of its requests that are mirrored, above 0.0 to 100.0.</param>
public sealed record MirroredRoute(string ResourcePath, string HttpMethod, double Percent);
