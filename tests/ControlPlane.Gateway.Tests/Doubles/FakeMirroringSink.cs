using System.Collections.Concurrent;
using ControlPlane.Domain.Metrics;
using ControlPlane.Gateway.Mirroring;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>Sums up what it is told, and can be made to fail.</summary>
internal sealed class FakeMirroringSink : IMirroringSink
{
    public ConcurrentDictionary<string, long> Counts { get; } = new();

    public ConcurrentDictionary<string, long> Samples { get; } = new();

    public ConcurrentQueue<string> Routes { get; } = new();

    public bool Fails { get; set; }

    public ValueTask AddAsync(string apiId, string stageName, MirroringFindings findings, CancellationToken cancellationToken)
    {
        if (Fails)
        {
            throw new IOException("The store is down.");
        }

        Routes.Enqueue($"{apiId} {stageName} {findings.DeploymentId} {findings.HttpMethod} {findings.ResourcePath}");
        foreach (var (name, count) in findings.Counts)
        {
            Counts.AddOrUpdate(name, count, (_, before) => before + count);
        }

        foreach (var (name, count) in findings.Samples)
        {
            Samples.AddOrUpdate(name, count, (_, before) => before + count);
        }

        return default;
    }
}
