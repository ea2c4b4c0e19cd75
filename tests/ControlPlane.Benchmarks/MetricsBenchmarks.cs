using BenchmarkDotNet.Attributes;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Recording;

namespace ControlPlane.Benchmarks;

/// <summary>What counting a request costs: for its stage, for its method as well, and as measurements nobody listens to.</summary>
[MemoryDiagnoser]
public class MetricsBenchmarks : IDisposable
{
    private readonly StageMetrics _metrics = new();
    private readonly RequestInstruments _instruments = new(new object());
    private readonly RequestRecord _request = Request(null);
    private readonly RequestRecord _detailed = Request("GET");

    [Benchmark(Baseline = true, Description = "stage")]
    public void Stage() => _metrics.Record(_request);

    [Benchmark(Description = "stage and method")]
    public void Method() => _metrics.Record(_detailed);

    [Benchmark(Description = "instruments without listeners")]
    public void Instruments() => _instruments.Record(_request);

    [GlobalCleanup]
    public void Dispose()
    {
        _instruments.Dispose();
        GC.SuppressFinalize(this);
    }

    private static RequestRecord Request(string? verb) => new()
    {
        ApiId = "abcdefghij",
        StageName = "prod",
        StageRevision = 1,
        IsCanary = false,
        DeploymentId = "dep001",
        Labels = StageLabels.Of("abcdefghij", "shop", "prod", false),
        ReceivedAt = DateTimeOffset.UnixEpoch,
        Verb = "GET",
        ResourcePath = "/pets/{id}",
        DetailedVerb = verb,
        Status = 200,
        Latency = TimeSpan.FromMilliseconds(12.5),
        IntegrationLatency = TimeSpan.FromMilliseconds(11),
        RequestId = "r",
    };
}
