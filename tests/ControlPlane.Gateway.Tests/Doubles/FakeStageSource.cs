using System.Collections.Concurrent;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>Stages in memory that can be changed, made slow and made to fail.</summary>
internal sealed class FakeStageSource : IStageSource
{
    private readonly ConcurrentDictionary<string, StageConfiguration> _stages = new();
    private readonly ConcurrentDictionary<string, DeployedApi> _deployments = new();
    private readonly ConcurrentDictionary<string, CustomDomain> _domains = new();

    private int _loads;
    private int _versionReads;
    private int _domainReads;
    private int _underWay;

    public int Loads => Volatile.Read(ref _loads);

    public int VersionReads => Volatile.Read(ref _versionReads);

    public int DomainReads => Volatile.Read(ref _domainReads);

    public bool Fails { get; set; }

    /// <summary>Every read waits for this before it reads; it may throw.</summary>
    public Func<CancellationToken, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    /// <summary>Reads that have begun and not ended.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Loads wait for this after they have read.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public void Put(Stage stage, long revision = 1, StageCertificate? certificate = null) =>
        _stages[$"{stage.RestApiId}/{stage.StageName}"] = new StageConfiguration(stage, revision) { Certificate = certificate };

    public void Put(string deploymentId, DeployedApi document) => _deployments[$"{document.RestApiId}/{deploymentId}"] = document;

    public void Put(CustomDomain domain) => _domains[domain.Name] = domain;

    public void RemoveStage(string apiId, string stageName) => _stages.TryRemove($"{apiId}/{stageName}", out _);

    public async ValueTask<StageConfiguration?> LoadStageAsync(string apiId, string stageName, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        await BeginAsync(cancellationToken);
        var stage = _stages.GetValueOrDefault($"{apiId}/{stageName}");
        await Gate.WaitAsync(cancellationToken);
        return stage;
    }

    public async ValueTask<StageVersion?> ReadVersionAsync(string apiId, string stageName, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _versionReads);
        await BeginAsync(cancellationToken);
        return _stages.GetValueOrDefault($"{apiId}/{stageName}")?.Version;
    }

    public async ValueTask<DeployedApi?> LoadDeploymentAsync(string apiId, string deploymentId, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        return _deployments.GetValueOrDefault($"{apiId}/{deploymentId}");
    }

    public async ValueTask<CustomDomain?> FindDomainAsync(string host, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _domainReads);
        await BeginAsync(cancellationToken);
        return _domains.GetValueOrDefault(host);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            await BeforeRead(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }

        if (Fails)
        {
            throw new IOException("The store is down.");
        }
    }
}
