using System.Collections.Concurrent;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Throttling;

namespace ControlPlane.Gateway.Mirroring;

/// <summary>How much of one stage is mirrored at present; outlives the stage's revisions.</summary>
internal sealed class MirrorUse(TimeProvider time)
{
    private readonly TokenBucket _rate = new(time);
    private int _underWay;

    /// <summary>Takes a place for a mirrored request, if there is one.</summary>
    public bool TryTake(StageMirroring mirroring)
    {
        if (Interlocked.Increment(ref _underWay) <= mirroring.MaxConcurrent && _rate.TryTake(mirroring.MaxPerSecond, mirroring.MaxPerSecond))
        {
            return true;
        }

        Free();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Free() => Interlocked.Decrement(ref _underWay);
}

/// <summary>The mirrored routes of one method in one revision of a stage: the verbs it answers and their shares.</summary>
internal sealed class RouteMirror(Mirrors mirrors, StageMirroring mirroring, MirrorUse use, ResponseComparison comparison, IReadOnlyList<(string Verb, double Percent, RouteFindings Findings)> routes)
{
    public StageMirroring Mirroring => mirroring;

    public MirrorUse Use => use;

    public ResponseComparison Comparison => comparison;

    /// <summary>Begins to mirror a request that the base is about to serve, if it is to be.</summary>
    public MirrorCall? Begin(RequestContext request)
    {
        foreach (var (verb, percent, findings) in routes)
        {
            if (verb == request.Verb)
            {
                return mirrors.Picks(percent) ? mirrors.Begin(this, request, findings) : null;
            }
        }

        return null;
    }
}

/// <summary>Mirrors the requests of all stages.</summary>
internal sealed class Mirrors(MirroringReports reports, TimeProvider time, Random random) : IDisposable
{
    /// <summary>Most mirrored requests under way in the process, whatever the stages say.</summary>
    public const int MaxUnderWay = 128;

    private readonly ConcurrentDictionary<(string ApiId, string StageName), MirrorUse> _uses = new();
    private readonly ConcurrentDictionary<MirrorCall, Task> _underWay = new();

    public TimeProvider Time => time;

    /// <summary>Completes when the mirrored requests under way have ended and the report has. Never fails.</summary>
    public Task Settled => _underWay.IsEmpty ? reports.Last : Task.WhenAll([.. _underWay.Values, reports.Last]);

    /// <summary>What a method's requests are mirrored by, or null when they are not.</summary>
    public RouteMirror? Bind(Stage stage, MethodPlan plan, ResponseComparison? comparison)
    {
        if (stage is not { Mirroring: { } mirroring, CanarySettings: { } canary } || comparison is null)
        {
            return null;
        }

        var routes = mirroring.Routes
            .Where(route => route.ResourcePath == plan.Resource.Path && plan.Method.HttpMethod == VerbOf(plan, route))
            .Select(route => (route.HttpMethod, route.Percent, reports.Of(new FindingsKey(stage.RestApiId, stage.StageName, canary.DeploymentId, route.ResourcePath, route.HttpMethod))))
            .ToArray();
        return routes.Length == 0
            ? null
            : new RouteMirror(this, mirroring, _uses.GetOrAdd((stage.RestApiId, stage.StageName), _ => new MirrorUse(time)), comparison, routes);
    }

    /// <summary>What compares the responses of a stage, or null when nothing is mirrored.</summary>
    public static ResponseComparison? ComparisonOf(Stage stage) =>
        stage is { Mirroring: { } mirroring, CanarySettings: not null } ? new ResponseComparison(mirroring, stage.CanaryAffinity?.ResponseHeader) : null;

    public bool Picks(double percent) => random.NextDouble() * 100 < percent;

    /// <summary>Begins to mirror a request; null when there is no room for it.</summary>
    public MirrorCall? Begin(RouteMirror mirror, RequestContext request, RouteFindings findings)
    {
        if (request.Exchange.CanHaveBody || _underWay.Count >= MaxUnderWay || !mirror.Use.TryTake(mirror.Mirroring))
        {
            Drop(findings);
            return null;
        }

        var call = new MirrorCall(this, mirror, request, findings);
        _underWay[call] = call.Ended;
        call.Start();
        return call;
    }

    /// <summary>Begins a report when one is due.</summary>
    public void Poll(long now) => reports.Poll(now);

    /// <summary>Waits for what is under way and reports everything. Never fails.</summary>
    public Task FlushAsync() => reports.FlushAsync();

    /// <summary>Says that a call has ended, and what was found.</summary>
    public void End(MirrorCall call)
    {
        _underWay.TryRemove(call, out _);
        reports.Touch();
    }

    public void Dispose()
    {
        foreach (var call in _underWay.Keys)
        {
            call.GiveUp();
        }

        reports.Dispose();
    }

    private static string VerbOf(MethodPlan plan, MirroredRoute route) =>
        plan.Method.HttpMethod == "ANY" && !plan.Resource.Methods.ContainsKey(route.HttpMethod) ? "ANY" : route.HttpMethod;

    private void Drop(RouteFindings findings)
    {
        findings.Add(Domain.Metrics.MirroringFindings.Dropped);
        reports.Touch();
    }
}
