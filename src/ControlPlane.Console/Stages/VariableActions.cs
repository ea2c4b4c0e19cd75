using ControlPlane.Client.Stages;
using ControlPlane.WebConsole.Actions;

namespace ControlPlane.WebConsole.Stages;

/// <summary>Saves stage variables and a canary's own: only what was changed, all or nothing.</summary>
internal static class VariableActions
{
    public static IReadOnlyDictionary<string, ConsoleAction> All { get; } = new Dictionary<string, ConsoleAction>
    {
        ["variables.save"] = static call => SaveAsync(call, "/variables/"),
        ["overrides.save"] = static call => SaveAsync(call, "/canarySettings/stageVariableOverrides/"),
    };

    private static async Task<Done> SaveAsync(ActionCall call, string path)
    {
        var edits = NamedValues.Read(call);
        var operations = edits.Removed.Select(name => PatchOperation.Remove(path + PatchOperation.Escape(name)))
            .Concat(edits.Set.Select(entry => PatchOperation.Replace(path + PatchOperation.Escape(entry.Key), entry.Value)))
            .ToList();
        if (operations.Count == 0)
        {
            return new Done("unchanged");
        }

        await call.Client.UpdateStageAsync(call.Api, call.Stage, operations, call.ETag, call.Cancelled).ConfigureAwait(false);
        return new Done("variables-saved");
    }
}
