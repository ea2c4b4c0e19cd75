using ControlPlane.Api;

namespace ControlPlane.Functions.Api;

/// <summary>There is no gateway in this process; those elsewhere compare revisions with the table.</summary>
internal sealed class NoGateway : IConfigurationObserver
{
    public void StageChanged(string apiId, string stageName)
    {
    }

    public void ApiDeleted(string apiId)
    {
    }

    public void DomainChanged(string domainName)
    {
    }

    public void AccessChanged()
    {
    }
}
