using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Control;
using ControlPlane.Rollouts.Hooks;
using ControlPlane.Rollouts.Notifications;
using ControlPlane.Rollouts.Providers;

namespace ControlPlane.Rollouts.Running;

/// <summary>What rollouts ask of others, and tell them, beside their ticks: hooks, providers, listeners.</summary>
public sealed class RolloutInquiries : IDisposable
{
    private readonly HookCaller _hooks;
    private readonly AnalysisProviders _providers;
    private readonly NotificationDelivery _delivery;
    private readonly Inquiries<HookAnswer> _hookAnswers = new();
    private readonly Inquiries<ProviderReading> _readings = new();
    private readonly Inquiries<Delivery> _deliveries = new();

    internal RolloutInquiries(HookCaller hooks, AnalysisProviders providers, NotificationDelivery delivery) =>
        (_hooks, _providers, _delivery) = (hooks, providers, delivery);

    /// <summary>Gives up everything that is under way, before the process stands still; it is asked again later.</summary>
    public Task GiveUpAsync() => Task.WhenAll(_hookAnswers.GiveUpAsync(), _readings.GiveUpAsync(), _deliveries.GiveUpAsync());

    /// <inheritdoc/>
    public void Dispose()
    {
        _hookAnswers.Dispose();
        _readings.Dispose();
        _deliveries.Dispose();
    }

    /// <summary>What has come for a rollout and is not stored yet.</summary>
    internal RolloutAnswers Answers(string rolloutId) => new(_hookAnswers.Answers(rolloutId), _readings.Answers(rolloutId), _deliveries.Answers(rolloutId));

    /// <summary>Forgets what is stored now.</summary>
    internal void Forget(string rolloutId, RolloutAnswers stored)
    {
        _hookAnswers.Forget(rolloutId, stored.Hooks.Select(static answer => answer.Question));
        _readings.Forget(rolloutId, stored.Readings.Select(static answer => answer.Question));
        _deliveries.Forget(rolloutId, stored.Deliveries.Select(static answer => answer.Question));
    }

    /// <summary>Asks what a decision wants asked.</summary>
    internal void Ask(StagePlace place, Rollout rollout, IReadOnlyList<RolloutEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case AskHook ask:
                    var question = HookQuestion.Of(place, rollout, ask);
                    _hookAnswers.Ask(rollout.Id, question.IdempotencyKey, token => _hooks.AskAsync(ask.Hook, question, token));
                    break;
                case AskProvider ask:
                    _readings.Ask(rollout.Id, ask.Provider.Name, token => _providers.AskAsync(ask.Provider, token));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Tells what waits to be told.</summary>
    internal void Tell(StagePlace place, Rollout rollout, DateTimeOffset now)
    {
        foreach (var entry in RolloutOutbox.Due(rollout, now))
        {
            _deliveries.Ask(rollout.Id, $"{entry.Sequence}.{entry.Attempts}", token => _delivery.TellAsync(place, rollout, entry, token));
        }
    }
}

/// <summary>What has come for a rollout, by question.</summary>
internal sealed record RolloutAnswers(
    IReadOnlyList<(string Question, HookAnswer Answer)> Hooks,
    IReadOnlyList<(string Question, ProviderReading Answer)> Readings,
    IReadOnlyList<(string Question, Delivery Answer)> Deliveries);
