namespace ControlPlane.Domain.Stages;

/// <summary>
/// What sticky splits mix into their hashes: a canary keeps its own while its share changes, and the next canary has another, so that it is
/// not always the same clients who come first.
/// </summary>
public static class CanarySalt
{
    private const int _length = 16;

    /// <summary>Gives a new canary its salt, and one with another deployment a new one.</summary>
    /// <param name="before">The stage before, or null when it is new.</param>
    /// <param name="after">The stage after.</param>
    /// <param name="origin">The change.</param>
    internal static Stage Renew(Stage? before, Stage after, ChangeOrigin origin)
    {
        var (old, canary) = (before?.CanarySettings, after.CanarySettings);
        if (canary is null || ReferenceEquals(old, canary))
        {
            return after;
        }

        string? salt;
        if (old is not null && old.DeploymentId == canary.DeploymentId)
        {
            salt = old.Salt;
        }
        else if (canary.Salt is not null && canary.Salt != old?.Salt)
        {
            // An undone change brings back what was there.
            return after;
        }
        else
        {
            var sequence = before?.LastEvent.Sequence ?? 0;
            salt = IdSource.Seeded($"{after.RestApiId}/{after.StageName}/{sequence}/{origin.Now.ToUnixTimeMilliseconds()}/{origin.RequestId}").Next(_length);
        }

        return salt == canary.Salt ? after : after with { CanarySettings = canary with { Salt = salt } };
    }
}
