using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Rollouts;

/// <summary>Somebody who is told what a rollout does.</summary>
public sealed record RolloutNotificationTarget
{
    /// <summary>How.</summary>
    public NotificationKind Kind { get; init; }

    /// <summary>Of <see cref="NotificationKind.Webhook"/>: the address that gets a POST, <c>http</c> or <c>https</c>.</summary>
    public string? Url { get; init; }

    /// <summary>Of <see cref="NotificationKind.Webhook"/>: what the body is signed with (HMAC-SHA256), 16 to 256 characters, or null for no signature. Never shown.</summary>
    public string? Secret { get; init; }

    /// <summary>Of <see cref="NotificationKind.Sns"/>: the topic's ARN.</summary>
    public string? TopicArn { get; init; }

    /// <summary>Of <see cref="NotificationKind.EventBridge"/>: the event bus's name or ARN; null for the account's default bus.</summary>
    public string? EventBusName { get; init; }
}

/// <summary>How somebody is told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NotificationKind>))]
public enum NotificationKind
{
    /// <summary>By an HTTP POST.</summary>
    [JsonStringEnumMemberName("webhook")]
    Webhook,

    /// <summary>By a message to an SNS topic (AWS: Publish).</summary>
    [JsonStringEnumMemberName("sns")]
    Sns,

    /// <summary>By an event on an EventBridge bus (AWS: PutEvents).</summary>
    [JsonStringEnumMemberName("eventBridge")]
    EventBridge,
}
