using System.Globalization;
using ControlPlane.Client.Stages;
using ControlPlane.WebConsole.Actions;

namespace ControlPlane.WebConsole.Stages;

/// <summary>What is done to a canary.</summary>
internal static class CanaryActions
{
    private const double _everything = 100;

    public static IReadOnlyDictionary<string, ConsoleAction> All { get; } = new Dictionary<string, ConsoleAction>
    {
        ["canary.share"] = ShareAsync,
        ["canary.start"] = StartAsync,
        ["canary.promote"] = PromoteAsync,
    };

    private static async Task<Done> ShareAsync(ActionCall call)
    {
        var percent = Percent(call);
        await UpdateAsync(call, PatchOperation.Replace("/canarySettings/percentTraffic", Text(percent))).ConfigureAwait(false);
        return new Done("share-set");
    }

    private static async Task<Done> StartAsync(ActionCall call)
    {
        var percent = Percent(call);
        await UpdateAsync(
            call,
            PatchOperation.Replace("/canarySettings/deploymentId", call.Text("deployment")),
            PatchOperation.Replace("/canarySettings/percentTraffic", Text(percent))).ConfigureAwait(false);
        return new Done("canary-started");
    }

    private static async Task<Done> PromoteAsync(ActionCall call)
    {
        await call.Client.PromoteCanaryAsync(call.Api, call.Stage, call.ETag, call.Cancelled).ConfigureAwait(false);
        return new Done("promoted", Links.Stage(call.Api, call.Stage, "history"));
    }

    private static double Percent(ActionCall call)
    {
        var percent = call.Number("percent", "The canary's share");
        return percent < _everything || call.Flag("confirmed")
            ? percent
            : throw new ConfirmationException($"All requests of stage {call.Stage} of API {call.Api} will go to the canary, none to the deployment the stage serves now.");
    }

    private static Task UpdateAsync(ActionCall call, params PatchOperation[] operations) =>
        call.Client.UpdateStageAsync(call.Api, call.Stage, operations, call.ETag, call.Cancelled);

    private static string Text(double percent) => percent.ToString("0.0###", CultureInfo.InvariantCulture);
}
