using ControlPlane.Domain.Comparing;

namespace ControlPlane.Domain.Deployments;

/// <summary>How deployments differ.</summary>
public static class DeploymentComparison
{
    /// <summary>
    /// Every member that differs, as a path from the API: <c>/resources/~1pets/GET/methodIntegration/uri</c>; a resource counts by its
    /// path, whatever its id. Sorted by path.
    /// </summary>
    /// <param name="before">The one deployment's document.</param>
    /// <param name="after">The other's.</param>
    public static IReadOnlyList<MemberChange> Compare(DeployedApi before, DeployedApi after)
    {
        var changes = DeployedApiMembers.Of(before).ChangesTo(DeployedApiMembers.Of(after));
        changes.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return changes;
    }

    /// <summary>What two deployments have in common when they serve alike: 64 lower-case hexadecimal digits.</summary>
    public static string Digest(DeployedApi document) => DeployedApiMembers.Of(document).Digest();
}
