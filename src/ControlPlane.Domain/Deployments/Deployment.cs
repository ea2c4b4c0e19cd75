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

    /// <summary>How many stored chunks its document has.</summary>
    public int Chunks { get; init; }
}
