namespace ControlPlane.Domain.Metrics;

/// <summary>What the comparison of base and canary came to on one route.</summary>
public sealed record MirroringFindings
{
    /// <summary>Requests whose two answers were compared.</summary>
    public const string Compared = "compared";

    /// <summary>Compared requests whose answers were alike.</summary>
    public const string Same = "same";

    /// <summary>Compared requests whose statuses differed.</summary>
    public const string Status = "status";

    /// <summary>Compared requests whose headers differed.</summary>
    public const string Headers = "headers";

    /// <summary>Compared requests whose JSON had other members or types.</summary>
    public const string Shape = "shape";

    /// <summary>Compared requests whose bodies, other than JSON, had other lengths.</summary>
    public const string Body = "body";

    /// <summary>Requests whose canary did not answer in time, or whose client left before the base had answered.</summary>
    public const string Unfinished = "unfinished";

    /// <summary>Requests that were not mirrored since too many were under way, or had a body.</summary>
    public const string Dropped = "dropped";

    /// <summary>The deployment the canary served.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>The route's resource.</summary>
    public required string ResourcePath { get; init; }

    /// <summary>The route's verb.</summary>
    public required string HttpMethod { get; init; }

    /// <summary>Requests, by what became of them; what is 0 may be absent.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>Differences in words, their kind first (<c>shape: /items/[]/price: number, string</c>), without values, with how often they were seen.</summary>
    public required IReadOnlyDictionary<string, long> Samples { get; init; }
}
