using System.Text.Json;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Running;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Rollouts.Notifications;

/// <summary>Tells everybody whom a plan names what its rollout did.</summary>
internal sealed partial class NotificationDelivery(IEnumerable<INotificationChannel> channels, TimeProvider time, ILogger<NotificationDelivery> logger)
{
    // Of one of them; others need not wait longer.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<NotificationKind, INotificationChannel> _byKind = channels.ToDictionary(channel => channel.Kind);

    /// <summary>Tells those who were not told yet. Never fails.</summary>
    /// <returns>Who took it; null when it was given up.</returns>
    public async Task<Delivery?> TellAsync(StagePlace place, Rollout rollout, OutboxEntry entry, CancellationToken cancellationToken)
    {
        var message = NotificationMessage.Of(place, rollout, entry);
        var json = JsonSerializer.Serialize(message, RolloutsJson.Default.NotificationMessage);
        var targets = rollout.Plan.Notifications;
        var told = await Task.WhenAll(Enumerable.Range(0, targets.Count)
            .Where(i => !entry.Told.Contains(i))
            .Select(async i => await TellAsync(targets[i], message, json, entry.Attempts, cancellationToken).ConfigureAwait(false) ? i : -1)).ConfigureAwait(false);
        return cancellationToken.IsCancellationRequested && told.All(static i => i < 0) ? null : new Delivery(entry.Sequence, [.. told.Where(static i => i >= 0)]);
    }

    private async Task<bool> TellAsync(RolloutNotificationTarget target, NotificationMessage message, string json, int attempts, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(_patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await _byKind[target.Kind].SendAsync(target, message, json, ending.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            Untold(Domain.Wire.WireNames.Of(target.Kind), message.Id, message.ApiId, message.StageName, attempts + 1, RolloutOutbox.MaxAttempts, exception.Message);
            return false;
        }
    }

    [LoggerMessage(EventId = 3205, Level = LogLevel.Warning, Message = "A {Kind} was not told of {Id} of stage {ApiId}/{StageName} (attempt {Attempt} of {Attempts}): {Problem}")]
    private partial void Untold(string kind, string id, string apiId, string stageName, int attempt, int attempts, string problem);
}
