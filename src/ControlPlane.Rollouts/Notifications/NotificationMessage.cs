using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Running;

namespace ControlPlane.Rollouts.Notifications;

/// <summary>What somebody is told: the body of webhooks, the message of SNS, the detail of EventBridge.</summary>
internal sealed record NotificationMessage
{
    /// <summary>The same when it is sent again: the rollout's id and the notification's number.</summary>
    public required string Id { get; init; }

    /// <summary>What happened.</summary>
    public required RolloutNotification Type { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The rollout.</summary>
    public required string RolloutId { get; init; }

    /// <summary>The API.</summary>
    public required string ApiId { get; init; }

    /// <summary>The stage.</summary>
    public required string StageName { get; init; }

    /// <summary>How the rollout stood after it.</summary>
    public required RolloutState State { get; init; }

    /// <summary>Its step, from 0.</summary>
    public required int Step { get; init; }

    /// <summary>The new version's share in percent.</summary>
    public required double PercentTraffic { get; init; }

    /// <summary>Why, with the numbers; or null.</summary>
    public RolloutReason? Reason { get; init; }

    /// <summary>The message of a notification.</summary>
    public static NotificationMessage Of(StagePlace place, Rollout rollout, OutboxEntry entry) => new()
    {
        Id = $"{rollout.Id}.{entry.Sequence}",
        Type = entry.Kind,
        Time = entry.At,
        RolloutId = rollout.Id,
        ApiId = place.ApiId,
        StageName = place.StageName,
        State = entry.State,
        Step = entry.Step,
        PercentTraffic = entry.PercentTraffic,
        Reason = entry.Reason,
    };
}

/// <summary>An event as PutEvents takes it.</summary>
internal sealed record EventBusEntry
{
    [System.Text.Json.Serialization.JsonPropertyName("Source")]
    public required string Source { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("DetailType")]
    public required string DetailType { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("Detail")]
    public required string Detail { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("EventBusName")]
    public string? EventBusName { get; init; }
}
