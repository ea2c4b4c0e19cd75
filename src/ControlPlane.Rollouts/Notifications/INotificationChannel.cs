using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Notifications;

/// <summary>A way of telling somebody.</summary>
internal interface INotificationChannel
{
    /// <summary>The kind it does.</summary>
    NotificationKind Kind { get; }

    /// <summary>Tells somebody. Throws when it was not taken.</summary>
    /// <param name="target">Whom.</param>
    /// <param name="message">What.</param>
    /// <param name="json">The message as JSON.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task SendAsync(RolloutNotificationTarget target, NotificationMessage message, string json, CancellationToken cancellationToken);
}
