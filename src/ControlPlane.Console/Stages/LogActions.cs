using ControlPlane.Client.Stages;
using ControlPlane.WebConsole.Actions;

namespace ControlPlane.WebConsole.Stages;

/// <summary>Changes what a stage logs while it runs.</summary>
internal static class LogActions
{
    private const double _percent = 100;

    public static IReadOnlyDictionary<string, ConsoleAction> All { get; } = new Dictionary<string, ConsoleAction>
    {
        ["loglevel.set"] = SetAsync,
        ["loglevel.remove"] = RemoveAsync,
    };

    private static async Task<Done> SetAsync(ActionCall call)
    {
        var level = new NewLogLevel(call.Text("level"))
        {
            TtlSeconds = call.Whole("ttl", "The time it counts"),
            SampleRate = call.Optional("sample") is null ? null : call.Number("sample", "The share of requests that log everything") / _percent,
            DebugOnFailure = call.Flag("debug") ? new DebugOnFailure { SlowerThanMillis = call.Whole("slow", "The time from which on a request is slow") } : null,
        };
        await call.Client.PutLogLevelAsync(call.Api, call.Stage, level, call.ETag, call.Cancelled).ConfigureAwait(false);
        return new Done("loglevel-set");
    }

    private static async Task<Done> RemoveAsync(ActionCall call)
    {
        await call.Client.DeleteLogLevelAsync(call.Api, call.Stage, call.ETag, call.Cancelled).ConfigureAwait(false);
        return new Done("loglevel-removed");
    }
}
