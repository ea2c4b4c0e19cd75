namespace ControlPlane.Domain.Deployments;

/// <summary>An immutable copy of an API at one moment; only its description can change (AWS: Deployment).</summary>
public sealed record Deployment
{
    /// <summary>Six characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Free text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>When it was taken, to the second.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>Who took it: the caller's ARN, or null when unknown.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>What it has in common with deployments that serve alike: 64 lower-case hexadecimal digits; null for one taken before there were digests.</summary>
    public string? Digest { get; init; }

    /// <summary>The deployment that its stage served before, when that serves alike; else null.</summary>
    public string? IdenticalTo { get; init; }

    /// <summary>What will not work on the stage it was made for, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = value ?? []; } = [];

    /// <summary>How many stored chunks its document has.</summary>
    public int Chunks { get; init; }
}
