using System.Globalization;
using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Simulation;

/// <summary>Many runs of a scenario, as rows of Markdown tables.</summary>
public sealed class Report(Scenario scenario, IReadOnlyList<RunResult> runs)
{
    /// <summary>The scenario's runs, with seeds from 1 on, over all processors.</summary>
    public static Report Of(Scenario scenario, int count)
    {
        var runs = new RunResult[count];
        Parallel.For(0, count, i => runs[i] = Simulator.Run(scenario, (ulong)i + 1));
        return new Report(scenario, runs);
    }

    /// <summary>The runs.</summary>
    public IReadOnlyList<RunResult> Runs => runs;

    /// <summary>The share of runs that were rolled back.</summary>
    public double RolledBack => Share(static run => run.RolledBackAt is not null);

    /// <summary>The share of runs in which the new version was worse and not rolled back within the plan.</summary>
    public double Missed => Share(static run => run.RolledBackAt is null);

    /// <summary>A quantile of the time to roll back, in seconds after the new version became worse.</summary>
    public double DetectedBy(double quantile) => Quantile(runs.Select(static run => run.RolledBackAt), quantile) - (scenario.WorseFrom ?? 0);

    /// <summary>A quantile of the time until the first step was successful, in seconds.</summary>
    public double FirstStepBy(double quantile) => Quantile(runs.Select(static run => run.FirstStepAt), quantile);

    /// <summary>The share of runs whose first step was successful at the first tick after its duration.</summary>
    public double FirstStepInTime => Share(run => run.FirstStepAt <= scenario.Plan.Steps[0].DurationSeconds + (2 * scenario.TickSeconds));

    /// <summary>The head of the table of healthy versions.</summary>
    public static string HealthyHead =>
        $"| no regression | runs | false rollbacks | promoted | first step successful at its end (later ones: p95) | {string.Join(" | ", FixedRules.All.Select(static rule => rule.Name))} |\n"
        + "| --- | --- | --- | --- | --- |" + string.Concat(Enumerable.Repeat(" --- |", FixedRules.All.Count));

    /// <summary>The head of the table of worse versions.</summary>
    public static string RegressionHead =>
        $"| regression | runs | missed | found in (median, p95) | users harmed | {string.Join(" | ", FixedRules.All.Select(static rule => rule.Name))} |\n"
        + "| --- | --- | --- | --- | --- |" + string.Concat(Enumerable.Repeat(" --- |", FixedRules.All.Count));

    /// <summary>The row in the table of healthy versions; of the fixed rules the share of runs in which they ring.</summary>
    public string HealthyRow() => Row(
        Percent(RolledBack),
        Percent(Share(static run => run.State == RolloutState.Promoted)),
        $"{Percent(FirstStepInTime)} ({Seconds(FirstStepBy(0.95))})",
        index => Percent(Share(run => run.Rules.Detected[index] is not null)));

    /// <summary>The row in the table of worse versions; of the fixed rules how many runs they miss, the median time, and the users harmed.</summary>
    public string RegressionRow() => Row(
        Percent(Missed),
        $"{Seconds(DetectedBy(0.5))}, {Seconds(DetectedBy(0.95))}",
        Number(runs.Average(static run => run.Harmed)),
        index =>
        {
            // Before the new version is worse, a rule that rings has found nothing.
            var early = Share(run => run.Rules.Detected[index] < scenario.WorseFrom);
            var median = Quantile(runs.Select(run => run.Rules.Detected[index]), 0.5) - (scenario.WorseFrom ?? 0);
            return early > 0.5
                ? "rings before"
                : $"{Percent(Share(run => run.Rules.Detected[index] is null))} missed, {Seconds(median)}, {Number(runs.Average(run => run.Rules.Harmed[index]))}";
        });

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##} %");

    private static string Seconds(double seconds) => double.IsFinite(seconds) ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s") : "never";

    private static string Number(double number) => string.Create(CultureInfo.InvariantCulture, $"{number:0}");

    // What never happened comes last.
    private static double Quantile(IEnumerable<double?> values, double quantile)
    {
        var sorted = values.Select(static value => value ?? double.PositiveInfinity).Order().ToList();
        return sorted[(int)Math.Ceiling(quantile * sorted.Count) - 1];
    }

    private double Share(Func<RunResult, bool> holds) => runs.Count(holds) / (double)runs.Count;

    private string Row(string first, string second, string third, Func<int, string> rule) =>
        $"| {scenario.Name} | {runs.Count.ToString("N0", CultureInfo.InvariantCulture)} | {first} | {second} | {third} | {string.Join(" | ", Enumerable.Range(0, FixedRules.All.Count).Select(rule))} |";
}
