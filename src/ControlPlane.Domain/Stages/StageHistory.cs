namespace ControlPlane.Domain.Stages;

/// <summary>Who makes a change, and in which request.</summary>
/// <param name="Actor">The caller's ARN.</param>
/// <param name="RequestId">The request id the caller sees.</param>
/// <param name="Now">The time of the change.</param>
/// <param name="Token">What the caller calls the request when repeating it, or null when it cannot be repeated.</param>
public sealed record ChangeOrigin(string Actor, string RequestId, DateTimeOffset Now, string? Token = null);

/// <summary>How a stage gets the event that tells of its change.</summary>
public static class StageHistory
{
    /// <summary>Stamps a changed stage with its event and its time.</summary>
    /// <param name="before">The stage before, or null when it is new.</param>
    /// <param name="after">The stage after.</param>
    /// <param name="origin">Who changed it.</param>
    /// <param name="type">The kind of change, or null to tell it from the difference.</param>
    /// <param name="rollout">What the change is to a rollout, or null.</param>
    public static Stage Stamp(Stage? before, Stage after, ChangeOrigin origin, StageEventType? type = null, StageRolloutNote? rollout = null)
    {
        var stamped = Event(before, after, origin, type ?? Classify(before, after)) with { Rollout = rollout };
        after = CanarySalt.Renew(before, after, origin);
        return after with { LastEvent = stamped, LastUpdatedDate = DateTimeOffset.FromUnixTimeSeconds(origin.Now.ToUnixTimeSeconds()) };
    }

    /// <summary>The event of a deletion.</summary>
    public static StageEvent Deletion(Stage stage, ChangeOrigin origin) => Event(stage, null, origin, StageEventType.StageDeleted);

    private static StageEvent Event(Stage? before, Stage? after, ChangeOrigin origin, StageEventType type)
    {
        // A clock that was set back must not put an event before the one it follows.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(origin.Now.ToUnixTimeMilliseconds());
        return new StageEvent
        {
            Sequence = (before?.LastEvent.Sequence ?? 0) + 1,
            Time = before is not null && before.LastEvent.Time > now ? before.LastEvent.Time : now,
            Type = type,
            Actor = origin.Actor,
            RequestId = origin.RequestId,
            Token = origin.Token,
            DeploymentId = after?.DeploymentId,
            Tags = (after ?? before)?.EffectiveTags()!,
            Changes = StageMembers.Of(before).ChangesTo(StageMembers.Of(after)),
        };
    }

    private static StageEventType Classify(Stage? before, Stage after) => (before, after) switch
    {
        (null, _) => StageEventType.StageCreated,
        _ when before.DeploymentId != after.DeploymentId => StageEventType.Deployment,
        ({ CanarySettings: null }, { CanarySettings: not null }) => StageEventType.CanaryCreated,
        ({ CanarySettings: not null }, { CanarySettings: null }) => StageEventType.CanaryRemoved,
        _ when !ReferenceEquals(before.CanarySettings, after.CanarySettings) => StageEventType.CanaryUpdated,
        _ => StageEventType.Settings,
    };
}
