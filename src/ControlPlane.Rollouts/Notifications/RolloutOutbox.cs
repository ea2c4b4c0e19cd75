using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Control;

namespace ControlPlane.Rollouts.Notifications;

/// <summary>
/// Notifications wait in the rollout's own record: they are written with the change they tell of, sent after it, and struck off by a later write.
/// Who dies in between sends them again.
/// </summary>
internal static class RolloutOutbox
{
    /// <summary>After so many rounds without reaching everybody a notification is given up: some hours.</summary>
    public const int MaxAttempts = 40;

    private const int _maxWaiting = 100;
    private const int _maxWaitSeconds = 300;

    /// <summary>A decision's rollout with its notifications waiting in it.</summary>
    public static Rollout Add(RolloutDecision decision, DateTimeOffset now)
    {
        var rollout = decision.Rollout;
        if (rollout.Plan.Notifications.Count == 0)
        {
            return rollout;
        }

        var added = new List<OutboxEntry>();
        foreach (var effect in decision.Effects)
        {
            if (effect is Notify notify)
            {
                added.Add(Entry(notify, now));
            }
        }

        return added.Count == 0 ? rollout : rollout with { Outbox = [.. rollout.Outbox.Concat(added).TakeLast(_maxWaiting)] };
    }

    /// <summary>A notification as it is told.</summary>
    public static OutboxEntry Entry(Notify notify, DateTimeOffset now) => new()
    {
        Sequence = notify.Sequence,
        Kind = notify.Kind,
        At = now,
        State = notify.Rollout.State,
        Step = notify.Rollout.Step,
        PercentTraffic = notify.Rollout.PercentTraffic,
        Reason = notify.Rollout.Reason,
    };

    /// <summary>The notifications to send now, in order.</summary>
    public static IEnumerable<OutboxEntry> Due(Rollout rollout, DateTimeOffset now) =>
        rollout.Outbox.Where(entry => entry.RetryAt is not { } retry || retry <= now);

    /// <summary>Strikes off who was told, and what everybody was told.</summary>
    public static Rollout Settle(Rollout rollout, IReadOnlyList<Delivery> deliveries, DateTimeOffset now)
    {
        if (deliveries.Count == 0)
        {
            return rollout;
        }

        var left = new List<OutboxEntry>(rollout.Outbox.Count);
        foreach (var entry in rollout.Outbox)
        {
            if (deliveries.FirstOrDefault(delivery => delivery.Sequence == entry.Sequence) is not { } delivery)
            {
                left.Add(entry);
                continue;
            }

            int[] told = [.. entry.Told.Union(delivery.Told).Order()];
            if (told.Length < rollout.Plan.Notifications.Count && entry.Attempts + 1 < MaxAttempts)
            {
                var wait = Math.Min(_maxWaitSeconds, Math.Pow(2, Math.Min(entry.Attempts, 16)));
                left.Add(entry with { Told = told, Attempts = entry.Attempts + 1, RetryAt = now.AddSeconds(wait) });
            }
        }

        return rollout with { Outbox = left };
    }
}

/// <summary>Who was reached by a round of telling.</summary>
/// <param name="Sequence">The notification.</param>
/// <param name="Told">The plan's targets that took it, by their place.</param>
internal sealed record Delivery(long Sequence, IReadOnlyList<int> Told);
