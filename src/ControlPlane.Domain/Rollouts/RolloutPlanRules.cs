using System.Globalization;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Rollouts;

/// <summary>What plans must keep to.</summary>
public static class RolloutPlanRules
{
    /// <summary>Most steps of a plan.</summary>
    public const int MaxSteps = 50;

    /// <summary>Longest step: seven days, in seconds.</summary>
    public const int MaxStepSeconds = 7 * 24 * 60 * 60;

    /// <summary>Longest plan: counters are kept for 15 days, so that all of a plan's steps can be read up while it runs; in seconds.</summary>
    public const int MaxPlanSeconds = 14 * 24 * 60 * 60;

    /// <summary>The least share, in percent: requests are split by ten-thousandths.</summary>
    public const double MinPercent = 0.01;

    /// <summary>Expands a plan's preset, fills in the defaults and checks everything.</summary>
    /// <param name="plan">The plan as it was asked for.</param>
    /// <returns>The plan as it is run and stored.</returns>
    /// <exception cref="ApiException">400 that names the member and the remedy.</exception>
    public static RolloutPlan Complete(RolloutPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var steps = Steps(plan);
        Validate(steps);
        return plan with
        {
            Steps = steps,
            Analysis = AnalysisRules.Complete(plan.Analysis),
            Hooks = RolloutHookRules.Complete(plan.Hooks),
            Providers = RolloutProviderRules.Complete(plan.Providers),
            Notifications = RolloutNotificationRules.Validate(plan.Notifications),
        };
    }

    /// <summary>A number as messages show it.</summary>
    internal static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Whether a name is 1 to 64 characters of <c>[A-Za-z0-9_-]</c>.</summary>
    internal static bool IsName(string? name) =>
        name is { Length: > 0 and <= 64 } && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');

    /// <summary>Whether a text is an absolute <c>http</c> or <c>https</c> address.</summary>
    internal static bool IsAddress(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static IReadOnlyList<RolloutStep> Steps(RolloutPlan plan)
    {
        if (plan.Preset is not { } preset)
        {
            return plan.Steps.Count > 0
                ? plan.Steps
                : throw ApiException.BadRequest($"A rollout needs a plan: give steps, or as preset one of [{RolloutPresets.Names}]");
        }

        var steps = RolloutPresets.Find(preset)
            ?? throw ApiException.BadRequest($"Unknown preset: {preset}. preset must be one of [{RolloutPresets.Names}], or give steps instead");

        // A stored plan has both.
        return plan.Steps.Count == 0 || plan.Steps.SequenceEqual(steps)
            ? steps
            : throw ApiException.BadRequest("preset and steps contradict each other: leave one of them out");
    }

    private static void Validate(IReadOnlyList<RolloutStep> steps)
    {
        if (steps.Count > MaxSteps)
        {
            throw ApiException.BadRequest($"Too many steps: {steps.Count}. steps can have at most {MaxSteps}");
        }

        var total = 0L;
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, before) = (steps[i], i == 0 ? 0 : steps[i - 1].PercentTraffic);
            if (step.PercentTraffic is not (>= MinPercent and <= 100))
            {
                throw ApiException.BadRequest(
                    $"Invalid steps[{i}].percentTraffic: {Text(step.PercentTraffic)}. It must be a number from {Text(MinPercent)} to 100");
            }

            if (step.PercentTraffic <= before)
            {
                throw ApiException.BadRequest(
                    $"Invalid steps[{i}].percentTraffic: {Text(step.PercentTraffic)}. It must be more than the {Text(before)} of the step before; sort the steps or leave this one out");
            }

            if (step.DurationSeconds is < 0 or > MaxStepSeconds)
            {
                throw ApiException.BadRequest($"Invalid steps[{i}].durationSeconds: {step.DurationSeconds}. It must be a whole number from 1 to {MaxStepSeconds}");
            }

            if (step is { DurationSeconds: 0, WaitForApproval: false })
            {
                throw ApiException.BadRequest(
                    $"Invalid steps[{i}].durationSeconds: 0. A step without time has no evidence and cannot finish: give it 1 second or more, or waitForApproval");
            }

            total += step.DurationSeconds;
        }

        if (total > MaxPlanSeconds)
        {
            throw ApiException.BadRequest($"Invalid steps: their durationSeconds come to {total}. A plan can take at most {MaxPlanSeconds}; shorten steps");
        }
    }
}
