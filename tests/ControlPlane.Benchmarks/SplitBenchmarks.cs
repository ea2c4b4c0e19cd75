using BenchmarkDotNet.Attributes;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway;
using ControlPlane.Gateway.Splitting;
using ControlPlane.Gateway.Testing;

namespace ControlPlane.Benchmarks;

/// <summary>Who is in the canary: the hash alone, and the whole decision for each key. Target: hash and split under 100 ns, no allocation.</summary>
[MemoryDiagnoser]
public class SplitBenchmarks
{
    private const string User = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private readonly StickyHash _hash = new("0123456789abcdef");
    private readonly RequestContext _request = new(
        new TestExchange(
            "GET",
            "/pets",
            [
                new("X-User", User),
                new("Cookie", $"session=0123456789abcdef; X-User={User}"),
                new("Authorization", "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2V4YW1wbGUuY29tIiwiaWF0IjoxNTE2MjM5MDIyLCJYLVVzZXIiOiJhbGljZSJ9.c2ln"),
            ],
            "",
            "192.0.2.1"),
        TimeProvider.System);

    private StageSplit _header = null!;
    private StageSplit _cookie = null!;
    private StageSplit _claim = null!;
    private StageSplit _address = null!;

    [GlobalSetup]
    public void Setup() => (_header, _cookie, _claim, _address) = (Of(AffinityKey.Header), Of(AffinityKey.Cookie), Of(AffinityKey.Claim), Of(AffinityKey.SourceIp));

    [Benchmark(Description = "hash")]
    public double Hash() => _hash.PlaceOf(User);

    [Benchmark(Description = "by header")]
    public bool? Header() => _header.DecideAndKeep(_request).IsCanary;

    [Benchmark(Description = "by cookie")]
    public bool? Cookie() => _cookie.DecideAndKeep(_request).IsCanary;

    [Benchmark(Description = "by address")]
    public bool? Address() => _address.DecideAndKeep(_request).IsCanary;

    [Benchmark(Description = "by claim (a token is read)")]
    public bool? Claim() => _claim.DecideAndKeep(_request).IsCanary;

    private static StageSplit Of(AffinityKey by) => StageSplit.Of(SampleApis.Stage() with
    {
        CanarySettings = new CanarySettings { DeploymentId = "canary", PercentTraffic = 10, Salt = "0123456789abcdef" },
        CanaryAffinity = new CanaryAffinity { By = by, Name = "X-User" },
    })!;
}
