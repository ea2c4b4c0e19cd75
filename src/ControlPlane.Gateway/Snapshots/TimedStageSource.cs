using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.DomainNames;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>
/// A source whose reads end in time, whatever the store does. See <see cref="TimedReads"/>.
/// </summary>
internal sealed class TimedStageSource(IStageSource source, TimeProvider time) : IStageSource
{
    public const int MaxAbandoned = TimedReads.MaxAbandoned;

    /// <summary>What one small read may take.</summary>
    public static readonly TimeSpan ReadTimeout = TimedReads.ReadTimeout;

    /// <summary>What reading a deployment's document, in several pieces, may take.</summary>
    public static readonly TimeSpan DocumentTimeout = TimeSpan.FromSeconds(5);

    private readonly TimedReads _reads = new(time);

    public ValueTask<StageConfiguration?> LoadStageAsync(string apiId, string stageName, CancellationToken cancellationToken) =>
        new(_reads.WithinAsync(ReadTimeout, token => source.LoadStageAsync(apiId, stageName, token), cancellationToken));

    public ValueTask<StageVersion?> ReadVersionAsync(string apiId, string stageName, CancellationToken cancellationToken) =>
        new(_reads.WithinAsync(ReadTimeout, token => source.ReadVersionAsync(apiId, stageName, token), cancellationToken));

    public ValueTask<DeployedApi?> LoadDeploymentAsync(string apiId, string deploymentId, CancellationToken cancellationToken) =>
        new(_reads.WithinAsync(DocumentTimeout, token => source.LoadDeploymentAsync(apiId, deploymentId, token), cancellationToken));

    public ValueTask<CustomDomain?> FindDomainAsync(string host, CancellationToken cancellationToken) =>
        new(_reads.WithinAsync(ReadTimeout, token => source.FindDomainAsync(host, token), cancellationToken));
}
