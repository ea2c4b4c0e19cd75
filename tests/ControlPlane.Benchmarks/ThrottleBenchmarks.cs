using BenchmarkDotNet.Attributes;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Throttling;

namespace ControlPlane.Benchmarks;

/// <summary>Taking a request's tokens: the method's and the account's. Target: under 200 ns, no allocation.</summary>
[MemoryDiagnoser]
public class ThrottleBenchmarks
{
    private static readonly ThrottleLimits Account = new(2e9, int.MaxValue);

    private readonly ThrottleBuckets _buckets = new(Account, TimeProvider.System, Random.Shared);
    private readonly RequestContextHandle _request = new(new BenchmarkExchange("/"));
    private MethodThrottle _open = null!;
    private MethodThrottle _limited = null!;
    private MethodThrottle _closed = null!;

    [GlobalSetup]
    public void Setup()
    {
        var plan = new MethodPlan(new Resource { Id = "root", Path = "/" }, new Method { HttpMethod = "GET" }, validation: null);
        MethodThrottle Bind(double rate, int burst) =>
            _buckets.Bind(SampleApis.Stage(), plan, new MethodSetting { ThrottlingRateLimit = rate, ThrottlingBurstLimit = burst });
        (_open, _limited, _closed) = (Bind(Account.Rate, Account.Burst), Bind(1e9, 1_000_000_000), Bind(0, 0));
    }

    [Benchmark(Description = "account only")]
    public bool Open() => _open.Refuse(_request.Request) is null;

    [Benchmark(Description = "method and account")]
    public bool Limited() => _limited.Refuse(_request.Request) is null;

    [Benchmark(Description = "refused")]
    public bool Refused() => _closed.Refuse(_request.Request) is null;
}
