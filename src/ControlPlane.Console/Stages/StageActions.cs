using ControlPlane.WebConsole.Actions;

namespace ControlPlane.WebConsole.Stages;

/// <summary>What is done to a stage as a whole.</summary>
internal static class StageActions
{
    public static IReadOnlyDictionary<string, ConsoleAction> All { get; } = new Dictionary<string, ConsoleAction>
    {
        ["stage.delete"] = DeleteAsync,
        ["stage.protect"] = static call => ProtectAsync(call, true),
        ["stage.unprotect"] = static call => ProtectAsync(call, false),
        ["cache.flush"] = FlushAsync,
        ["stage.rollback"] = RollBackAsync,
    };

    private static async Task<Done> DeleteAsync(ActionCall call)
    {
        await call.Client.DeleteStageAsync(call.Api, call.Stage, call.ETag, call.Cancelled).ConfigureAwait(false);
        return new Done("stage-deleted", Links.Api(call.Api));
    }

    private static async Task<Done> ProtectAsync(ActionCall call, bool enabled)
    {
        await call.Client.PutDeletionProtectionAsync(call.Api, call.Stage, enabled, call.ETag, call.Cancelled).ConfigureAwait(false);
        return new Done(enabled ? "protected" : "unprotected");
    }

    private static async Task<Done> FlushAsync(ActionCall call)
    {
        await call.Client.FlushCacheAsync(call.Api, call.Stage, call.Cancelled).ConfigureAwait(false);
        return new Done("cache-flushed");
    }

    private static async Task<Done> RollBackAsync(ActionCall call)
    {
        await call.Client.RollbackStageAsync(call.Api, call.Stage, call.Optional("deployment"), call.ETag, call.Cancelled).ConfigureAwait(false);
        return new Done("rolled-back", Links.Stage(call.Api, call.Stage));
    }
}
