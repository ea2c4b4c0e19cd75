using System.Globalization;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Analysis;

namespace ControlPlane.Rollouts.Control;

/// <summary>The texts of reasons, with their numbers: the API, notifications and the log all show these.</summary>
internal static class RolloutReasons
{
    /// <summary>A reason without numbers.</summary>
    public static RolloutReason Plain(RolloutReasonCode code, string message) => new(code, message);

    /// <summary>A reason that rests on the present step's requests.</summary>
    public static RolloutReason WithNumbers(Rollout rollout, RolloutReasonCode code)
    {
        var (state, plan) = (rollout.Analysis!, rollout.Plan);
        var alone = rollout.PercentTraffic >= 100;
        var canary = Sample(state.StepCanary, plan.Analysis);
        var old = Sample(alone ? state.Before : state.StepBase, plan.Analysis);
        var p = Math.Min(1, Math.Exp(-state.LogEvidence));
        return new RolloutReason(code, Text(rollout, code, canary, old, p))
        {
            Canary = canary,
            Base = old,
            Evidence = Math.Exp(Math.Min(state.LogEvidence, 700)),
            PValue = p,
            Limit = code switch
            {
                RolloutReasonCode.ErrorRateLimit => plan.Analysis.MaxErrorRate,
                RolloutReasonCode.LatencyLimit => plan.Analysis.MaxP99Millis,
                _ => null,
            },
            Seconds = rollout.StepSeconds,
        };
    }

    private static string Text(Rollout rollout, RolloutReasonCode code, VariantSample canary, VariantSample old, double p)
    {
        var n = string.Create(CultureInfo.InvariantCulture, $"n = {canary.Requests:N0} / {old.Requests:N0}");
        var after = string.Create(CultureInfo.InvariantCulture, $"after {rollout.StepSeconds:0} s at {rollout.PercentTraffic:0.##} %");
        var settings = rollout.Plan.Analysis;
        var errors = settings.CountClientErrors ? "4xx and 5xx rate" : "5xx rate";
        var against = $"{errors} was {Percent(canary.ErrorRate)} against {Percent(old.ErrorRate)}";
        return code switch
        {
            RolloutReasonCode.Watching => $"watching at {Percent(rollout.PercentTraffic / 100)}: the canary's {against} so far ({n})",
            RolloutReasonCode.WithinLimits => $"successful {after}: the canary's {against} ({n})",
            RolloutReasonCode.Approved => $"approved by hand {after}: the canary's {against} ({n})",
            RolloutReasonCode.NoTraffic => $"inconclusive {after}: the canary had no requests",
            RolloutReasonCode.TooFewRequests =>
                string.Create(CultureInfo.InvariantCulture, $"inconclusive {after}: the canary had {canary.Requests:N0} of the {settings.MinimumRequests:N0} requests that a judgement needs"),
            RolloutReasonCode.TooLittleEvidence =>
                $"inconclusive {after}: the canary's {against}, too few requests yet to exclude that it is over its limits ({n})",
            RolloutReasonCode.ErrorRateWorse => $"rolled back {after} because the canary's {against} ({Probability(p)}, {n})",
            RolloutReasonCode.ErrorRateLimit =>
                $"rolled back {after} because the canary's {errors} was {Percent(canary.ErrorRate)} with a limit of {Percent(settings.MaxErrorRate ?? 1)} ({Probability(p)}, n = {canary.Requests.ToString("N0", CultureInfo.InvariantCulture)})",
            RolloutReasonCode.LatencyWorse => $"rolled back {after} because the canary was slower: {Latencies(rollout.Analysis!)} ({Probability(p)}, {n})",
            RolloutReasonCode.LatencyLimit =>
                string.Create(CultureInfo.InvariantCulture, $"rolled back {after} because the canary's p99 was {canary.P99Millis:0} ms with a limit of {settings.MaxP99Millis} ms ({Probability(p)}, n = {canary.Requests:N0})"),
            _ => throw new ArgumentOutOfRangeException(nameof(code), code, "Not a reason with numbers."),
        };
    }

    private static string Latencies(AnalysisState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"p90 {state.StepCanary.Latency.Millis(0.1):0} ms against {state.StepBase.Latency.Millis(0.1):0} ms, p99 {state.StepCanary.Latency.Millis(0.01):0} ms against {state.StepBase.Latency.Millis(0.01):0} ms");

    private static VariantSample Sample(VariantTally tally, AnalysisSettings settings)
    {
        var errors = tally.Errors(settings.CountClientErrors);
        var (low, high) = RateInterval.Of(errors, tally.Requests, 1 - (settings.Confidence ?? AnalysisSettings.DefaultConfidence));
        return new VariantSample(
            tally.Requests, errors, tally.Requests == 0 ? 0 : errors / (double)tally.Requests, low, high, tally.Latency.Millis(0.01));
    }

    private static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0#} %");

    private static string Probability(double p) => p switch
    {
        < 0.0001 => "p < 0.0001",
        < 0.001 => "p < 0.001",
        < 0.01 => "p < 0.01",
        _ => string.Create(CultureInfo.InvariantCulture, $"p = {p:0.00}"),
    };
}
