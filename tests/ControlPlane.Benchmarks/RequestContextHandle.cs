using ControlPlane.Gateway;
using ControlPlane.Gateway.Locating;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Splitting;

namespace ControlPlane.Benchmarks;

/// <summary>One request that is routed again and again.</summary>
internal sealed class RequestContextHandle
{
    private readonly RandomSplit _split = new(Random.Shared);

    public RequestContextHandle(BenchmarkExchange exchange)
    {
        Request = new RequestContext(exchange, TimeProvider.System);
        Request.Begin();
    }

    public RequestContext Request { get; }

    public bool Route(SnapshotCache snapshots)
    {
        var entry = Locator.Locate(Request.Exchange.Path, Request.HostName(), null, snapshots, out var location)!;
        Request.Location = location;
        var stage = snapshots.GetAsync(entry, Request.StartedAt);
        if (!stage.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The snapshot must be loaded before it is measured.");
        }

        Request.Choose(stage.Result!, _split);
        return Request.Match() is not null;
    }
}
