using ControlPlane.WebConsole.Actions;

namespace ControlPlane.WebConsole.Stages;

/// <summary>Saves the tags of an API or a stage.</summary>
internal static class TagActions
{
    public static IReadOnlyDictionary<string, ConsoleAction> All { get; } = new Dictionary<string, ConsoleAction> { ["tags.save"] = SaveAsync };

    private static async Task<Done> SaveAsync(ActionCall call)
    {
        var edits = NamedValues.Read(call);
        if (edits.Set.Count > 0)
        {
            await call.Client.TagAsync(call.Text("arn"), edits.Set, call.Cancelled).ConfigureAwait(false);
        }

        if (edits.Removed.Count > 0)
        {
            await call.Client.UntagAsync(call.Text("arn"), edits.Removed, call.Cancelled).ConfigureAwait(false);
        }

        return new Done(edits.Set.Count + edits.Removed.Count == 0 ? "unchanged" : "tags-saved");
    }
}
