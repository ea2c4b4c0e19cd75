using System.Collections.Concurrent;
using ControlPlane.Gateway.Metrics;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>Keeps what it is told, and can be made to fail or to wait.</summary>
internal sealed class FakeMetricsSink : IMetricsSink
{
    public ConcurrentQueue<MinuteMetrics> Told { get; } = new();

    public bool Fails { get; set; }

    public Task Gate { get; set; } = Task.CompletedTask;

    public long Requests => Told.Where(static metrics => metrics.Verb is null && metrics.Version is null).Sum(static metrics => metrics.Counts.Count);

    public async ValueTask WriteAsync(MinuteMetrics metrics, CancellationToken cancellationToken)
    {
        await Gate;
        if (Fails)
        {
            throw new IOException("The store is down.");
        }

        Told.Enqueue(metrics);
    }
}
