using System.Diagnostics;
using System.Globalization;
using ControlPlane.Rollouts.Simulation;

// Prints Markdown tables: dotnet run -c Release --project tests/ControlPlane.Rollouts.Simulation [runs [part of a scenario's name]]
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var filter = args.Length > 1 ? args[1] : "";
var watch = Stopwatch.StartNew();

Console.WriteLine(Report.HealthyHead);
foreach (var scenario in Scenarios.Healthy.Where(scenario => scenario.Name.Contains(filter, StringComparison.Ordinal)))
{
    var report = Report.Of(scenario, runs);
    Console.WriteLine(report.HealthyRow());
    if (args.Length > 1)
    {
        Console.WriteLine($"  {string.Join("\n  ", report.Runs.Where(static run => run.Reason is not null).Take(20).Select(static run => run.Reason!.Message))}");
    }
}

Console.WriteLine();
Console.WriteLine(Report.RegressionHead);
foreach (var scenario in Scenarios.Regressions.Where(scenario => scenario.Name.Contains(filter, StringComparison.Ordinal)))
{
    var report = Report.Of(scenario, runs);
    Console.WriteLine(report.RegressionRow());
    if (args.Length > 1)
    {
        Console.WriteLine($"  {string.Join("\n  ", report.Runs.Take(3).Select(static run => run.Reason?.Message))}");
    }
}

Console.Error.WriteLine($"{watch.Elapsed.TotalSeconds:0} s");
