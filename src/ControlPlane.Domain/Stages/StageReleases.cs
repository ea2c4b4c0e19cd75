using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>Promotion and rollback: how a stage moves from one release to the next and back, each as one change of one record.</summary>
public static class StageReleases
{
    /// <summary>How many past releases a stage remembers.</summary>
    public const int MaxRemembered = 20;

    /// <summary>
    /// Makes the canary the base: its deployment and its variable overrides move to the stage and the canary ends
    /// (what API Gateway needs two copies and a remove for).
    /// </summary>
    /// <exception cref="ApiException">400: there is no canary.</exception>
    public static Stage Promote(Stage stage)
    {
        var canary = stage.CanarySettings ?? throw NoCanary();
        return RecordPromotion(stage, stage with
        {
            DeploymentId = canary.DeploymentId,
            Variables = StageRules.ValidateVariables(stage.Variables.Overlay(canary.StageVariableOverrides)),
            CanarySettings = null,
        });
    }

    /// <summary>
    /// Goes back one release. While a canary runs (<see cref="CanaryDiffers"/>), the newest release is the canary: it ends and the base stays as it is.
    /// Otherwise the base goes back to <paramref name="to"/>, and variables that promotions since then replaced get their values back.
    /// </summary>
    /// <param name="stage">The stage.</param>
    /// <param name="to">One of <see cref="Stage.Releases"/>.</param>
    public static Stage RollBack(Stage stage, ServedRelease to)
    {
        var variables = stage.Variables;
        var index = stage.Releases.Count;
        do
        {
            index--;
            foreach (var (name, value) in stage.Releases[index].ReplacedVariables ?? Maps.Empty<string?>())
            {
                variables = value is null ? variables.Without(name) : variables.With(name, value);
            }
        }
        while (!ReferenceEquals(stage.Releases[index], to));

        return stage with
        {
            DeploymentId = to.DeploymentId,
            Variables = variables,
            CanarySettings = null,
            Releases = [.. stage.Releases.Take(index)],
        };
    }

    /// <summary>
    /// Whether a stage's canary serves other than its base: a canary that was promoted by copies stays behind, until it is removed,
    /// with the deployment and the variables that are now the base's too.
    /// </summary>
    public static bool CanaryDiffers(Stage stage) =>
        stage.CanarySettings is { } canary
        && (canary.DeploymentId != stage.DeploymentId
            || canary.StageVariableOverrides.Any(variable => stage.Variables.GetValueOrDefault(variable.Key) != variable.Value));

    /// <summary>Remembers the release a plain deployment ended, if it ended one.</summary>
    /// <param name="before">The stage before.</param>
    /// <param name="after">The stage after.</param>
    public static Stage RecordDeployment(Stage before, Stage after) =>
        before.DeploymentId == after.DeploymentId ? after : Remember(after, new ServedRelease(before.DeploymentId));

    /// <summary>Remembers the release a promotion ended, with the variables it replaced.</summary>
    /// <param name="before">The stage before.</param>
    /// <param name="after">The stage after.</param>
    public static Stage RecordPromotion(Stage before, Stage after)
    {
        var replaced = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in after.Variables)
        {
            var old = before.Variables.GetValueOrDefault(name);
            if (old != value)
            {
                replaced[name] = old;
            }
        }

        return before.DeploymentId == after.DeploymentId && replaced.Count == 0
            ? after
            : Remember(after, new ServedRelease(before.DeploymentId, replaced.Count == 0 ? null : replaced));
    }

    /// <summary>The 400 of a promotion without a canary.</summary>
    public static ApiException NoCanary() => ApiException.BadRequest("Promotion not available. Canary does not exist.");

    private static Stage Remember(Stage stage, ServedRelease release) =>
        stage with { Releases = [.. stage.Releases.Append(release).TakeLast(MaxRemembered)] };
}
