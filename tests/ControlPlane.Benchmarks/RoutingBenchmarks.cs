using BenchmarkDotNet.Attributes;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Benchmarks;

/// <summary>Finding the stage, the variant and the method of a request on a 300-resource API. Target: under 500 ns, no allocation.</summary>
[MemoryDiagnoser]
public class RoutingBenchmarks
{
    private readonly BenchmarkExchange _exchange = new($"/{SampleApis.ApiId}/prod/area150/42%2B/parts");
    private SnapshotCache _snapshots = null!;
    private RequestContextHandle _request = null!;

    [GlobalSetup]
    public void Setup()
    {
        _snapshots = SampleSnapshots.Cache(300);
        _request = new RequestContextHandle(_exchange);
        SampleSnapshots.LoadAsync(_snapshots).GetAwaiter().GetResult();
    }

    [Benchmark(Description = "locate + snapshot + split + match")]
    public bool Route() => _request.Route(_snapshots);
}
