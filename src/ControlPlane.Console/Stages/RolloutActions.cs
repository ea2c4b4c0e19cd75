using System.Globalization;
using ControlPlane.Client.Stages;
using ControlPlane.WebConsole.Actions;

namespace ControlPlane.WebConsole.Stages;

/// <summary>Starts rollouts and acts on them.</summary>
internal static class RolloutActions
{
    private const double _percent = 100;

    public static IReadOnlyDictionary<string, ConsoleAction> All { get; } = new Dictionary<string, ConsoleAction>
    {
        ["rollout.start"] = StartAsync,
        ["rollout.approve"] = static call => ActAsync(call, "approve", "rollout-approved"),
        ["rollout.pause"] = static call => ActAsync(call, "pause", "rollout-paused"),
        ["rollout.resume"] = static call => ActAsync(call, "resume", "rollout-resumed"),
        ["rollout.abort"] = static call => ActAsync(call, "abort", "rollout-aborted"),
    };

    private static async Task<Done> StartAsync(ActionCall call)
    {
        var steps = Steps(call.Text("steps"));
        var rollout = new NewRollout
        {
            Preset = steps.Count == 0 ? call.Optional("preset") : null,
            Steps = steps.Count == 0 ? null : steps,
            OnInconclusive = call.Optional("inconclusive"),
            Analysis = new NewRolloutAnalysis
            {
                MinimumRequests = call.Whole("minimum", "The fewest requests"),
                MaxErrorRate = call.Optional("errors") is null ? null : call.Number("errors", "The greatest error rate") / _percent,
                MaxP99Millis = call.Whole("p99", "The greatest 99th percentile"),
            },
        };
        await call.Client.StartRolloutAsync(call.Api, call.Stage, rollout, call.ETag, call.Cancelled).ConfigureAwait(false);
        return new Done("rollout-started");
    }

    private static async Task<Done> ActAsync(ActionCall call, string act, string notice)
    {
        await call.Client.ActOnRolloutAsync(call.Api, call.Stage, act, call.Cancelled).ConfigureAwait(false);
        return new Done(notice);
    }

    /// <summary>Steps as people write them: a line for each, <c>10 % 60 s</c>.</summary>
    private static List<RolloutStep> Steps(string text)
    {
        var steps = new List<RolloutStep>();
        foreach (var line in text.Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split([' ', '%', 's', '\t'], StringSplitOptions.RemoveEmptyEntries);
            steps.Add(parts is [var share, var seconds]
                && double.TryParse(share, CultureInfo.InvariantCulture, out var percent)
                && int.TryParse(seconds, CultureInfo.InvariantCulture, out var duration)
                    ? new RolloutStep { PercentTraffic = percent, DurationSeconds = duration }
                    : throw new InputException($"A step needs a share and its seconds, as in \u201c10 % 60 s\u201d, not \u201c{line}\u201d."));
        }

        return steps;
    }
}
