using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>What UpdateStage can change (reference 3.3), beside method settings.</summary>
public static class StagePatches
{
    private static readonly PatchTable<Stage> _table = new PatchTable<Stage>(new StageRefusals())
        .Allow(PatchOp.Replace, "/deploymentId", (stage, edit) => stage with { DeploymentId = edit.Text })
        .Allow(PatchOp.Replace, "/description", (stage, edit) => stage with { Description = edit.Text })
        .Allow(PatchOp.Replace, "/cacheClusterEnabled", (stage, edit) => stage with { CacheClusterEnabled = edit.Boolean })
        .Allow(PatchOp.Replace, "/cacheClusterSize", (stage, edit) => stage with { CacheClusterSize = edit.Text })
        .Allow(PatchOp.Replace, "/clientCertificateId", (stage, edit) => stage with { ClientCertificateId = string.IsNullOrEmpty(edit.Value) ? null : edit.Value })
        .Allow(PatchOp.Replace, "/documentationVersion", (stage, edit) => stage with { DocumentationVersion = string.IsNullOrEmpty(edit.Value) ? null : edit.Value })
        .Allow(PatchOp.Replace, "/tracingEnabled", (stage, edit) => stage with { TracingEnabled = edit.Boolean })
        .Allow(PatchOp.Replace | PatchOp.Remove, "/variables/{name}", EditVariable)
        .Allow(PatchOp.Replace | PatchOp.Add, "/accessLogSettings/destinationArn", (stage, edit) => stage with { AccessLogSettings = AccessLogs.WithDestination(stage, edit) })
        .Allow(PatchOp.Replace | PatchOp.Add, "/accessLogSettings/format", (stage, edit) => stage with { AccessLogSettings = AccessLogs.WithFormat(stage, edit) })
        .Allow(PatchOp.Remove, "/accessLogSettings", (stage, _) => stage with { AccessLogSettings = null })
        .Allow(PatchOp.Remove, "/canarySettings", (stage, edit) => stage.CanarySettings is null ? throw StageRefusals.NothingToRemove(edit.Path) : stage with { CanarySettings = null })
        .Allow(PatchOp.Replace, "/canarySettings/percentTraffic", (stage, edit) => EditCanary(stage, canary => canary with { PercentTraffic = edit.Number(0, 100) }))
        .Allow(PatchOp.Replace, "/canarySettings/useStageCache", (stage, edit) => EditCanary(stage, canary => canary with { UseStageCache = edit.Boolean }))
        .Allow(PatchOp.Replace, "/canarySettings/deploymentId", (stage, edit) => EditCanary(stage, canary => canary with { DeploymentId = edit.Text }))
        .Allow(PatchOp.Replace | PatchOp.Remove, "/canarySettings/stageVariableOverrides/{name}", EditOverride)
        .Allow(PatchOp.Copy, "/deploymentId", CopyDeployment)
        .Allow(PatchOp.Copy, "/variables", CopyVariables)
        .AllowMethodSettings();

    /// <summary>Applies patch operations, all or none. The deployments that the result names are the caller's to check.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Stage Apply(Stage stage, IReadOnlyList<PatchOperation> operations)
    {
        var patched = StageCache.Renew(stage, StageRules.Validate(_table.Apply(stage, operations)));
        return Promotes(operations) ? StageReleases.RecordPromotion(stage, patched) : StageReleases.RecordDeployment(stage, patched);
    }

    /// <summary>Whether patch operations promote a canary (copy something of it over the stage).</summary>
    public static bool Promotes(IReadOnlyList<PatchOperation> operations) => operations.Any(operation => operation.Op == PatchOp.Copy);

    private static Stage EditVariable(Stage stage, PatchEdit edit)
    {
        var name = edit.Captures[0];
        if (edit.Removes)
        {
            return stage.Variables.ContainsKey(name)
                ? stage with { Variables = stage.Variables.Without(name) }
                : throw ApiException.NotFound($"Invalid stage variable name specified: {name}");
        }

        return stage with { Variables = stage.Variables.With(name, StageRules.ValidateVariable(name, edit.Value)) };
    }

    private static Stage EditOverride(Stage stage, PatchEdit edit)
    {
        var name = edit.Captures[0];
        if (edit.Removes)
        {
            return stage.CanarySettings?.StageVariableOverrides.ContainsKey(name) == true
                ? EditCanary(stage, canary => canary with { StageVariableOverrides = canary.StageVariableOverrides.Without(name) })
                : throw StageRefusals.NothingToRemove(edit.Path);
        }

        var value = StageRules.ValidateVariable(name, edit.Value);
        return EditCanary(
            stage,
            canary => canary with { StageVariableOverrides = StageRules.ValidateVariables(canary.StageVariableOverrides.With(name, value)) });
    }

    // A patch of any canary field creates the canary, on the base's own deployment and at 0 %.
    private static Stage EditCanary(Stage stage, Func<CanarySettings, CanarySettings> edit) =>
        stage with { CanarySettings = edit(stage.CanarySettings ?? new CanarySettings { DeploymentId = stage.DeploymentId }) };

    private static Stage CopyDeployment(Stage stage, PatchEdit edit) =>
        edit.Operation.From != "/canarySettings/deploymentId" ? throw StageRefusals.InvalidCopy(edit.Operation)
        : stage.CanarySettings is { } canary ? stage with { DeploymentId = canary.DeploymentId }
        : throw StageReleases.NoCanary();

    private static Stage CopyVariables(Stage stage, PatchEdit edit) =>
        edit.Operation.From != "/canarySettings/stageVariableOverrides" ? throw StageRefusals.InvalidCopy(edit.Operation)
        : stage.CanarySettings is { } canary ? stage with { Variables = stage.Variables.Overlay(canary.StageVariableOverrides) }
        : throw StageReleases.NoCanary();
}
