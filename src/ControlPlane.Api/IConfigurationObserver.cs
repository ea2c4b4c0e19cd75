using ControlPlane.Domain.Stages;

namespace ControlPlane.Api;

/// <summary>
/// Hears of every change that a gateway serves by, after it is durable and before its caller is answered,
/// so that a gateway in the same process serves it from the next request on.
/// </summary>
public interface IConfigurationObserver : IStageObserver
{
    /// <summary>An API was deleted with all its stages.</summary>
    void ApiDeleted(string apiId);

    /// <summary>A custom domain or one of its mappings changed.</summary>
    void DomainChanged(string domainName);

    /// <summary>An API key, a usage plan, or what a key may still use of one changed.</summary>
    void AccessChanged();
}
