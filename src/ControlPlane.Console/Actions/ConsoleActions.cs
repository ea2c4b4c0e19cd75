using System.Collections.Frozen;
using ControlPlane.WebConsole.Apis;
using ControlPlane.WebConsole.Deployments;
using ControlPlane.WebConsole.Stages;

namespace ControlPlane.WebConsole.Actions;

/// <summary>Carries out an action.</summary>
internal delegate Task<Done> ConsoleAction(ActionCall call);

/// <summary>Everything that buttons can do, by the name their forms give: one table per family, beside its pages.</summary>
internal static class ConsoleActions
{
    private static readonly FrozenDictionary<string, ConsoleAction> _byName = new[]
    {
        ApiActions.All,
        DeploymentActions.All,
        StageActions.All,
        CanaryActions.All,
        RolloutActions.All,
        VariableActions.All,
        SettingActions.All,
        LogActions.All,
        TagActions.All,
    }.SelectMany(family => family).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>An action, or null when there is none of the name.</summary>
    public static ConsoleAction? Find(string name) => _byName.GetValueOrDefault(name);
}
