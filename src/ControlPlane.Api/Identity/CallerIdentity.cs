namespace ControlPlane.Api.Identity;

/// <summary>Who calls.</summary>
/// <param name="Arn">The caller's ARN: what history and logs say.</param>
public sealed record CallerIdentity(string Arn)
{
    /// <summary>The id of the access key the request was signed with, or null when none is known.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The address the request came from, or null.</summary>
    public string? SourceIp { get; init; }

    /// <summary>Whether the caller may do more than read.</summary>
    public bool CanWrite { get; init; } = true;
}
