using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Stages;
using ControlPlane.Rollouts.Control;
using ControlPlane.Rollouts.Notifications;
using ControlPlane.Rollouts.Targets;
using ControlPlane.Storage.Rollouts;
using ControlPlane.Storage.Scheduling;
using ControlPlane.Storage.Stages;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Rollouts.Running;

/// <summary>What operators do to rollouts. Each is one conditional write; what follows from it is done at once, and by the next tick if that fails.</summary>
/// <param name="stages">The stages.</param>
/// <param name="rollouts">Their rollouts.</param>
/// <param name="due">What is due.</param>
/// <param name="changes">Writes stages.</param>
/// <param name="runner">Carries rollouts on.</param>
/// <param name="bell">Wakes the ticks of this process.</param>
/// <param name="logger">Hears what could not be done at once.</param>
public sealed partial class RolloutCommands(
    StageRepository stages,
    RolloutRepository rollouts,
    DueRepository due,
    StageChanges changes,
    RolloutRunner runner,
    TickBell bell,
    ILogger<RolloutCommands> logger)
{
    private const int _attempts = 5;

    /// <summary>Starts a rollout: its record first, then the stage that names it.</summary>
    /// <param name="stage">The stage as it was read.</param>
    /// <param name="begun">The stage as it shall be, naming the rollout.</param>
    /// <param name="rollout">The rollout.</param>
    /// <param name="origin">Who starts it.</param>
    /// <exception cref="ApiException">409: somebody else has changed the stage meanwhile.</exception>
    public async ValueTask StartAsync(Versioned<Stage> stage, Stage begun, Rollout rollout, ChangeOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(origin);
        var place = new StagePlace(stage.Value.RestApiId, stage.Value.StageName);
        await runner.RunAsync(place, asks: false, CancellationToken.None).ConfigureAwait(false);
        await CloseEarlierAsync(place, origin.Now).ConfigureAwait(false);
        await due.AddAsync(new DueWork(origin.Now, DueWork.Rollout, place.ApiId, place.StageName), CancellationToken.None).ConfigureAwait(false);
        var told = rollout with { Notifications = 1 };
        var decision = new RolloutDecision(told, [new Notify(1, RolloutNotification.Started, told)]);
        var started = RolloutOutbox.Add(decision, origin.Now);
        if (await rollouts.CreateAsync(place.ApiId, place.StageName, started, CancellationToken.None).ConfigureAwait(false) is null)
        {
            throw ApiException.ConcurrentModification();
        }

        if (!await changes.ReplaceAsync(stage, begun, origin, StageEventType.RolloutStarted, StageChanges.Note(started)).ConfigureAwait(false))
        {
            await rollouts.DeleteAsync(place.ApiId, place.StageName, rollout.Id, CancellationToken.None).ConfigureAwait(false);
            throw ApiException.ConcurrentModification();
        }

        Started(rollout.Id, place.ApiId, place.StageName, origin.Actor);
        await rollouts.TrimAsync(place.ApiId, place.StageName, RolloutRepository.MaxKept, CancellationToken.None).ConfigureAwait(false);
        await GoOnAsync(place).ConfigureAwait(false);
    }

    /// <summary>Does something to the running rollout of a stage.</summary>
    /// <param name="place">The stage.</param>
    /// <param name="act">What; one of <see cref="RolloutActions"/>.</param>
    /// <param name="origin">Who does it.</param>
    /// <returns>The rollout after it.</returns>
    /// <exception cref="ApiException">404: none runs; 409: it cannot be done to it as it stands.</exception>
    public async ValueTask<Rollout> ActAsync(StagePlace place, Func<Rollout, RolloutDecision> act, ChangeOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(origin);
        for (var attempt = 1; ; attempt++)
        {
            var stage = await stages.GetAsync(place.ApiId, place.StageName, CancellationToken.None).ConfigureAwait(false);
            var found = stage?.Value.RolloutId is { } id ? await rollouts.GetAsync(place.ApiId, place.StageName, id, CancellationToken.None).ConfigureAwait(false) : null;
            if (found is null)
            {
                throw ApiException.NotFound($"No rollout runs on stage {place.StageName}");
            }

            // Ticks write every second: losing against one says nothing about what is wanted.
            var next = RolloutOutbox.Add(act(found.Value), origin.Now);
            if (await rollouts.ReplaceAsync(place.ApiId, place.StageName, next, found.Revision, CancellationToken.None).ConfigureAwait(false) is not null)
            {
                await GoOnAsync(place).ConfigureAwait(false);
                return (await rollouts.GetAsync(place.ApiId, place.StageName, next.Id, CancellationToken.None).ConfigureAwait(false))?.Value ?? next;
            }

            if (attempt == _attempts)
            {
                throw ApiException.ConcurrentModification();
            }
        }
    }

    /// <summary>Sees to it that a stage whose rollout somebody else has just ended says so.</summary>
    public ValueTask GoOnAsync(StagePlace place) => TryAsync(place);

    /// <summary>Forgets the rollouts of a stage that is gone.</summary>
    public ValueTask ForgetAsync(StagePlace place) => rollouts.TrimAsync(place.ApiId, place.StageName, 0, CancellationToken.None);

    // One that never began would stay open for ever behind a newer one.
    private async ValueTask CloseEarlierAsync(StagePlace place, DateTimeOffset now)
    {
        var newest = await rollouts.ListAsync(place.ApiId, place.StageName, 1, null, CancellationToken.None).ConfigureAwait(false);
        if (newest.Items is [var last] && !last.Value.IsOver())
        {
            var over = last.Value with
            {
                State = RolloutState.Aborted,
                Phase = RolloutPhase.Over,
                EndedAt = now,
                PausedByOperator = false,
                Reason = new RolloutReason(RolloutReasonCode.TargetChanged, "ended by a change from outside it"),
            };
            await rollouts.ReplaceAsync(place.ApiId, place.StageName, over, last.Revision, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async ValueTask TryAsync(StagePlace place)
    {
        try
        {
            await runner.RunAsync(place, asks: false, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It is stored; the next tick does it.
            Delayed(place.ApiId, place.StageName, exception);
        }

        bell.Ring();
    }

    [LoggerMessage(EventId = 3210, Level = LogLevel.Information, Message = "Rollout {RolloutId} of stage {ApiId}/{StageName} was started by {Actor}.")]
    private partial void Started(string rolloutId, string apiId, string stageName, string actor);

    [LoggerMessage(EventId = 3211, Level = LogLevel.Warning, Message = "What follows for the rollout of stage {ApiId}/{StageName} could not be done at once; the next tick does it.")]
    private partial void Delayed(string apiId, string stageName, Exception exception);
}
