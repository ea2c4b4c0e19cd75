using BenchmarkDotNet.Attributes;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Tracing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Benchmarks;

/// <summary>Deciding that a request of a stage with tracing is not traced. Target: under 200 ns.</summary>
[MemoryDiagnoser]
public class TracingBenchmarks : IDisposable
{
    private readonly RequestContextHandle _request = new(new BenchmarkExchange("/"));
    private readonly GatewayFaults _faults;
    private readonly RequestTracer _tracer;

    public TracingBenchmarks()
    {
        _faults = new GatewayFaults(this, TimeProvider.System, NullLogger.Instance);
        _tracer = new RequestTracer(new TraceSampling(1, 0), null, _faults);
    }

    [Benchmark(Description = "not sampled")]
    public bool Unsampled()
    {
        _tracer.Begin(_request.Request);
        return _request.Request.Traced is null;
    }

    public void Dispose()
    {
        _tracer.Dispose();
        _faults.Dispose();
        GC.SuppressFinalize(this);
    }
}
