using ControlPlane.Api;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Local;

/// <summary>Tells the gateway of this process what the control API changed, so that the next request is served by it.</summary>
internal sealed class GatewayNotifier : IConfigurationObserver
{
    private volatile IStageChanges? _gateway;

    /// <summary>Names the gateway. Before that there is nothing to tell: a gateway that has served nothing remembers nothing.</summary>
    public void Attach(IStageChanges gateway) => _gateway = gateway;

    /// <inheritdoc/>
    public void StageChanged(string apiId, string stageName) => _gateway?.StageChanged(apiId, stageName);

    /// <inheritdoc/>
    public void ApiDeleted(string apiId) => _gateway?.ApiDeleted(apiId);

    /// <inheritdoc/>
    public void DomainChanged(string domainName) => _gateway?.DomainsChanged();

    /// <inheritdoc/>
    public void AccessChanged() => _gateway?.AccessChanged();
}
