namespace ControlPlane.Api;

/// <summary>
/// Hears of every change that a gateway serves by, after it is durable and before its caller is answered,
/// so that a gateway in the same process serves it from the next request on.
/// </summary>
public interface IConfigurationObserver
{
    /// <summary>A stage was created, changed or deleted.</summary>
    void StageChanged(string apiId, string stageName);

    /// <summary>An API was deleted with all its stages.</summary>
    void ApiDeleted(string apiId);

    /// <summary>A custom domain or one of its mappings changed.</summary>
    void DomainChanged(string domainName);
}
