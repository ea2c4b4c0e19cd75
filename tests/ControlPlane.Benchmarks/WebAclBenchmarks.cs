using System.Text.Json;
using BenchmarkDotNet.Attributes;
using ControlPlane.Domain.WebAcls;
using ControlPlane.Gateway.WebAcls;
using ControlPlane.Gateway.WebAcls.Rates;

namespace ControlPlane.Benchmarks;

/// <summary>What a stage's web ACL costs its requests. Target: a few rules under 200 ns, no allocation.</summary>
[MemoryDiagnoser]
public class WebAclBenchmarks : IDisposable
{
    private const string Thousand = "thousand";

    private readonly WebAclInstruments _instruments = new(new object());
    private readonly RequestContextHandle _request = new(new BenchmarkExchange("/"));
    private WebAclFilter _few = null!;
    private WebAclFilter _rate = null!;
    private WebAclFilter _large = null!;

    [GlobalSetup]
    public void Setup()
    {
        const string networks = """{"ipSet":{"addresses":["203.0.113.0/24","2001:db8::/32","198.51.100.0/24"]}}""";
        const string size = """{"sizeConstraint":{"fieldToMatch":"QUERY_STRING","comparisonOperator":"GT","size":2048}}""";
        const string country = """{"geoMatch":{"countryCodes":["XX","YY"]}}""";
        _few = Compile(networks, """{"methods":["TRACE","CONNECT"]}""", size, country);
        _rate = Compile("""{"rateBased":{"limit":2000000000,"evaluationWindowSeconds":60}}""");
        _large = Compile(Thousand);
    }

    [Benchmark(Description = "networks, verbs, size, country")]
    public bool Few() => Passes(_few);

    [Benchmark(Description = "rate per client")]
    public bool Rate() => Passes(_rate);

    [Benchmark(Description = "1000 networks")]
    public bool Large() => Passes(_large);

    public void Dispose()
    {
        _instruments.Dispose();
        GC.SuppressFinalize(this);
    }

    private bool Passes(WebAclFilter filter)
    {
        var filtered = filter.FilterAsync(_request.Request);
        return filtered.IsCompletedSuccessfully && filtered.Result is null;
    }

    private WebAclFilter Compile(params string[] statements)
    {
        var rules = statements.Select((statement, i) => new WebAclRules.GivenRule($"r{i}", i, "BLOCK", JsonElement.Parse(statement == Thousand ? Networks() : statement)));
        var stage = SampleApis.Stage() with { WebAcl = WebAclRules.Create("id", "edge", "ALLOW", [.. rules]) };
        return new WebAclBinder(new RateTables(TimeProvider.System), _instruments).Bind(stage)!;
    }

    private static string Networks() =>
        """{"ipSet":{"addresses":[""" + string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"10.{i / 250}.{i % 250}.0/25\"")) + "]}}";
}
