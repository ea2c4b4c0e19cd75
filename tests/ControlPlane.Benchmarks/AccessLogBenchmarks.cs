using BenchmarkDotNet.Attributes;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Logging.AccessLogs;

namespace ControlPlane.Benchmarks;

/// <summary>The line of a request with twenty variables, in JSON and as web servers write it: what formatting adds to each request.</summary>
[MemoryDiagnoser]
public class AccessLogBenchmarks
{
    private static readonly string[] Names =
    [
        "requestId", "extendedRequestId", "identity.sourceIp", "identity.caller", "identity.user", "identity.userAgent", "requestTime", "requestTimeEpoch",
        "httpMethod", "resourcePath", "path", "protocol", "status", "responseLength", "responseLatency", "integrationLatency", "integration.status",
        "integrationErrorMessage", "stage", "error.message",
    ];

    private readonly PooledBytes _line = new();
    private readonly RequestContextHandle _handle = new(new BenchmarkExchange($"/{SampleApis.ApiId}/prod/mock"));
    private readonly RequestEnd _end = new(57, 48);
    private AccessLogFormat _json = null!;
    private AccessLogFormat _plain = null!;

    [GlobalSetup]
    public void Setup()
    {
        var snapshots = SampleSnapshots.Cache(10);
        SampleSnapshots.LoadAsync(snapshots).GetAwaiter().GetResult();
        _handle.Route(snapshots);
        _ = _handle.Request.ExtendedRequestId;
        _json = AccessLogFormat.Parse("{" + string.Join(",", Names.Select(name => $"\"{name}\":\"$context.{name}\"")) + "}", Maps.Empty<string>());
        _plain = AccessLogFormat.Parse(string.Join(" ", Names.Select(name => $"$context.{name}")), Maps.Empty<string>());
    }

    [Benchmark(Description = "JSON, 20 variables")]
    public int Json() => Write(_json);

    [Benchmark(Description = "plain, 20 variables")]
    public int Plain() => Write(_plain);

    private int Write(AccessLogFormat format)
    {
        _line.Clear();
        format.Write(_handle.Request, in _end, _line);
        return _line.Length;
    }
}
