using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Domain.Stages;

/// <summary>What rollouts do to their stage, each as one change of one record, and what others may not do to it meanwhile.</summary>
public static class StageRollouts
{
    /// <summary>Lets a rollout begin.</summary>
    /// <exception cref="ApiException">400: there is no canary to roll out, or it has more traffic already than the first step; 409: a rollout runs.</exception>
    public static Stage Begin(Stage stage, Rollout rollout)
    {
        RequireNone(stage);
        if (rollout.Target.Kind == RolloutTargetKind.Aliases)
        {
            return stage with { RolloutId = rollout.Id };
        }

        if (stage.CanarySettings is not { } canary)
        {
            throw ApiException.BadRequest($"Stage {stage.StageName} has no canary to roll out. Create one first: CreateDeployment with canarySettings, at 0 percent.");
        }

        if (!StageReleases.CanaryDiffers(stage))
        {
            throw ApiException.BadRequest(
                $"The canary of stage {stage.StageName} serves what the base serves: there is nothing to roll out. Deploy to the canary first, or give it other variables.");
        }

        var first = rollout.Plan.Steps[0].PercentTraffic;
        return canary.PercentTraffic > first
            ? throw ApiException.BadRequest(
                $"Invalid steps[0].percentTraffic: {RolloutPlanRules.Text(first)}. The canary has {RolloutPlanRules.Text(canary.PercentTraffic)} percent already, and users must not leave it: begin with at least as much, or set the canary to 0 first")
            : stage with { RolloutId = rollout.Id };
    }

    /// <summary>Gives the canary a share.</summary>
    /// <param name="stage">A stage with a canary.</param>
    /// <param name="percent">The share, 0.0 to 100.0.</param>
    public static Stage Shift(Stage stage, double percent) => stage with { CanarySettings = stage.CanarySettings! with { PercentTraffic = percent } };

    /// <summary>Ends a rollout with the promotion of its canary.</summary>
    public static Stage Promote(Stage stage) => StageReleases.Promote(stage) with { RolloutId = null };

    /// <summary>Ends a rollout without: the canary ends with it.</summary>
    public static Stage Restore(Stage stage) => stage with { CanarySettings = null, RolloutId = null };

    /// <summary>Lets go of a rollout and changes nothing else.</summary>
    public static Stage Release(Stage stage) => stage with { RolloutId = null };

    /// <summary>A deployment to a stage, as the stage wants it while a rollout runs.</summary>
    /// <exception cref="ApiException">400: it does not fit the stage; 409: a rollout runs, and the stage refuses deployments meanwhile.</exception>
    public static Stage Deploy(Stage stage, StageDeployment deployment)
    {
        if (stage.RolloutId is not { } running)
        {
            return deployment.ApplyTo(stage);
        }

        // Whatever becomes of the rollout: its canary will have gone when the deployment's turn comes.
        var alone = deployment.ApplyTo(Restore(stage));
        return stage.OnDeploymentDuringRollout switch
        {
            DeploymentDuringRollout.Replace => alone,
            DeploymentDuringRollout.Queue => stage with { QueuedDeployment = deployment },
            _ => throw ApiException.Conflict(
                $"Rollout {running} moves the traffic of stage {stage.StageName}, and the stage refuses deployments meanwhile. Wait for its end (GET .../stages/{stage.StageName}/rollout?wait=300), abort it (POST .../stages/{stage.StageName}/rollout/abort), or let deployments replace it or queue up (PUT .../stages/{stage.StageName}/rolloutpolicy)."),
        };
    }

    /// <summary>Checks that no rollout moves a stage's traffic.</summary>
    /// <exception cref="ApiException">409 that names it.</exception>
    public static void RequireNone(Stage stage)
    {
        if (stage.RolloutId is { } running)
        {
            throw ApiException.Conflict(
                $"Rollout {running} moves the traffic of stage {stage.StageName}. Wait for its end (GET .../stages/{stage.StageName}/rollout?wait=300), or abort it (POST .../stages/{stage.StageName}/rollout/abort).");
        }
    }

    /// <summary>Checks that a change by hand leaves alone what a rollout moves.</summary>
    /// <exception cref="ApiException">409 that names the rollout.</exception>
    public static void RequireUntouched(Stage before, Stage after)
    {
        if (before.RolloutId is { } running && (before.DeploymentId != after.DeploymentId || IsOther(before.CanarySettings, after.CanarySettings)))
        {
            throw ApiException.Conflict(
                $"Rollout {running} moves the traffic of stage {before.StageName}: its deployments and its canary cannot be changed by hand. Pause the rollout (POST .../stages/{before.StageName}/rollout/pause) to keep its share, or end it (POST .../stages/{before.StageName}/rollout/abort).");
        }
    }

    private static bool IsOther(CanarySettings? before, CanarySettings? after) =>
        (before, after) switch
        {
            (null, null) => false,
            ({ } was, { } now) => was.PercentTraffic != now.PercentTraffic || was.DeploymentId != now.DeploymentId || was.UseStageCache != now.UseStageCache
                || was.StageVariableOverrides.Count != now.StageVariableOverrides.Count
                || was.StageVariableOverrides.Any(variable => now.StageVariableOverrides.GetValueOrDefault(variable.Key) != variable.Value),
            _ => true,
        };
}
