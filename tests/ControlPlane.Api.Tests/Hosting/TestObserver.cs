using System.Collections.Concurrent;

namespace ControlPlane.Api.Tests.Hosting;

/// <summary>Keeps what a gateway would hear.</summary>
internal sealed class TestObserver : IConfigurationObserver
{
    public ConcurrentQueue<string> Heard { get; } = new();

    public void StageChanged(string apiId, string stageName) => Heard.Enqueue($"stage {apiId}/{stageName}");

    public void ApiDeleted(string apiId) => Heard.Enqueue($"api {apiId}");

    public void DomainChanged(string domainName) => Heard.Enqueue($"domain {domainName}");

    public void AccessChanged() => Heard.Enqueue("access");
}
