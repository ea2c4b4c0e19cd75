using BenchmarkDotNet.Attributes;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Integrations.LambdaProxy;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Benchmarks;

/// <summary>Writing the event of a Lambda proxy integration: ten headers, two query parameters, no body.</summary>
[MemoryDiagnoser]
public class EventBenchmarks
{
    private readonly BinaryMediaTypes _binaryTypes = new([]);
    private readonly PooledBytes _output = new();
    private RequestContextHandle _request = null!;

    [GlobalSetup]
    public void Setup()
    {
        var snapshots = SampleSnapshots.Cache(10);
        SampleSnapshots.LoadAsync(snapshots).GetAwaiter().GetResult();
        _request = new RequestContextHandle(new BenchmarkExchange($"/{SampleApis.ApiId}/prod/area3/42", "a=1&b=two"));
        _request.Route(snapshots);
    }

    [Benchmark(Description = "AWS_PROXY event")]
    public int Write()
    {
        _output.Clear();
        ProxyEvent.Write(_request.Request, _binaryTypes, _output);
        return _output.Length;
    }
}
