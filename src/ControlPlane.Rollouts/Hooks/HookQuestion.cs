using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Analysis;
using ControlPlane.Rollouts.Control;
using ControlPlane.Rollouts.Running;

namespace ControlPlane.Rollouts.Hooks;

/// <summary>What a hook is asked: the event of its function, or the body it is posted.</summary>
internal sealed record HookQuestion
{
    /// <summary>The rollout.</summary>
    public required string RolloutId { get; init; }

    /// <summary>The API.</summary>
    public required string ApiId { get; init; }

    /// <summary>The stage.</summary>
    public required string StageName { get; init; }

    /// <summary>The hook's name.</summary>
    public required string Hook { get; init; }

    /// <summary>Where the rollout is.</summary>
    public required HookTime When { get; init; }

    /// <summary>Its step; -1 before traffic, the number of steps before promotion.</summary>
    public required int Step { get; init; }

    /// <summary>The new version's share in percent.</summary>
    public required double PercentTraffic { get; init; }

    /// <summary>The attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The same when this very attempt is asked again, after a crash.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>What is shifted.</summary>
    public required RolloutTarget Target { get; init; }

    /// <summary>What the step's requests to the new version came to.</summary>
    public required HookNumbers Canary { get; init; }

    /// <summary>What the step's requests to the old version came to.</summary>
    public required HookNumbers Base { get; init; }

    /// <summary>The question of an attempt.</summary>
    public static HookQuestion Of(StagePlace place, Rollout rollout, AskHook ask) => new()
    {
        RolloutId = rollout.Id,
        ApiId = place.ApiId,
        StageName = place.StageName,
        Hook = ask.Hook.Name,
        When = ask.Hook.When,
        Step = ask.Step,
        PercentTraffic = rollout.PercentTraffic,
        Attempt = ask.Attempt,
        IdempotencyKey = $"{rollout.Id}.{ask.Hook.Name}.{ask.Step}.{ask.Attempt}",
        Target = rollout.Target,
        Canary = HookNumbers.Of(rollout.Analysis?.StepCanary),
        Base = HookNumbers.Of(rollout.Analysis?.StepBase),
    };
}

/// <summary>What requests came to.</summary>
/// <param name="Requests">How many were answered.</param>
/// <param name="ServerErrors">Of these with a status of 500 or more.</param>
/// <param name="ClientErrors">Of these with a status of 400 to 499.</param>
/// <param name="P99Millis">What 99 % of the answers did not exceed, in milliseconds; 0 without answers.</param>
internal sealed record HookNumbers(long Requests, long ServerErrors, long ClientErrors, double P99Millis)
{
    /// <summary>The numbers of a tally.</summary>
    public static HookNumbers Of(VariantTally? tally) =>
        tally is null ? new(0, 0, 0, 0) : new(tally.Requests, tally.ServerErrors, tally.ClientErrors, tally.Latency.Millis(0.01));
}
