using System.Collections.Concurrent;
using ControlPlane.Gateway.Explaining;

namespace ControlPlane.Api.Doctor;

/// <summary>What was looked up elsewhere for a stage: each function and each host once.</summary>
internal sealed class Lookups
{
    private const int _atOnce = 8;

    private static readonly TimeSpan _allTogether = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _each = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, FunctionReport> _functions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Functions and hosts that there was no time for.</summary>
    public IReadOnlyList<string> Missed { get; private set; } = [];

    /// <summary>What was found of a function, or null when there was no time for it.</summary>
    public FunctionReport? Function(string function) => _functions.GetValueOrDefault(function);

    /// <summary>Why a host has no address, or null when it has one or there was no time for it.</summary>
    public string? HostFault(string host) => _hosts.GetValueOrDefault(host);

    /// <summary>Looks up all that the routes of a stage name, some at once, for 20 seconds at most and 5 for each.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="functions">Examines functions.</param>
    /// <param name="time">Times it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Lookups> RunAsync(
        StageInspection stage, FunctionExamination functions, TimeProvider time, CancellationToken cancellationToken)
    {
        var lookups = new Lookups();
        var routes = stage.Variants.SelectMany(static variant => variant.Routes ?? []).ToArray();
        var all = routes
            .SelectMany(static route => new[] { route.Method.Function, route.AuthorizerFunction })
            .OfType<string>()
            .Where(IsKnown)
            .Distinct(StringComparer.Ordinal)
            .Select(function => (Name: function, Look: (Func<CancellationToken, Task>)(async token => lookups._functions[function] = await functions.ExamineAsync(function, token).ConfigureAwait(false))))
            .Concat(routes
                .Select(static route => route.Method.Host)
                .OfType<string>()
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(host => (Name: host, Look: (Func<CancellationToken, Task>)(async token => lookups._hosts[host] = await HostExamination.FindFaultAsync(host, token).ConfigureAwait(false)))));
        var missed = new ConcurrentQueue<string>();
        using var over = new CancellationTokenSource(_allTogether, time);
        var options = new ParallelOptions { MaxDegreeOfParallelism = _atOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(all, options, async (lookup, caller) =>
        {
            using var late = new CancellationTokenSource(_each, time);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(caller, over.Token, late.Token);
            try
            {
                ending.Token.ThrowIfCancellationRequested();
                await lookup.Look(ending.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!caller.IsCancellationRequested)
            {
                missed.Enqueue(lookup.Name);
            }
        }).ConfigureAwait(false);
        lookups.Missed = [.. missed.Order(StringComparer.Ordinal)];
        return lookups;
    }

    /// <summary>Whether a function is known before a request names it.</summary>
    public static bool IsKnown(string function) => !function.Contains('{', StringComparison.Ordinal);
}
