using ControlPlane.Client.Deployments;
using ControlPlane.Client.Stages;
using ControlPlane.WebConsole.Actions;

namespace ControlPlane.WebConsole.Deployments;

/// <summary>Deploys APIs, and makes stages of deployments.</summary>
internal static class DeploymentActions
{
    public static IReadOnlyDictionary<string, ConsoleAction> All { get; } = new Dictionary<string, ConsoleAction>
    {
        ["deployment.create"] = CreateAsync,
        ["deployment.delete"] = DeleteAsync,
        ["stage.create"] = CreateStageAsync,
    };

    private static async Task<Done> CreateAsync(ActionCall call)
    {
        var stage = call.Optional("target");
        var isCanary = call.Flag("canary");
        if (isCanary && stage is null)
        {
            throw new InputException("A canary needs a stage to be the canary of.");
        }

        var canary = isCanary ? new NewCanary(call.Number("percent", "The canary's share")) : null;
        var deployment = new NewDeployment { StageName = stage, Description = call.Optional("description"), CanarySettings = canary };
        await call.Client.CreateDeploymentAsync(call.Api, deployment, call.Cancelled).ConfigureAwait(false);
        if (stage is null)
        {
            return new Done("deployment-created", Links.Api(call.Api, "deployments"));
        }

        // Without canary settings, too, a stage's running canary is what a new deployment becomes.
        var now = await call.Client.GetStageAsync(call.Api, stage, call.Cancelled).ConfigureAwait(false);
        return now.Value.CanarySettings is null
            ? new Done("deployed", Links.Stage(call.Api, stage))
            : new Done("deployed-canary", Links.Stage(call.Api, stage, "canary"));
    }

    private static async Task<Done> DeleteAsync(ActionCall call)
    {
        await call.Client.DeleteDeploymentAsync(call.Api, call.Text("deployment"), call.Cancelled).ConfigureAwait(false);
        return new Done("deployment-deleted");
    }

    private static async Task<Done> CreateStageAsync(ActionCall call)
    {
        var stage = new NewStage(call.Text("name"), call.Text("deployment")) { Description = call.Optional("description") };
        var created = await call.Client.CreateStageAsync(call.Api, stage, call.Cancelled).ConfigureAwait(false);
        return new Done("stage-created", Links.Stage(call.Api, created.Value.StageName));
    }
}
