using BenchmarkDotNet.Attributes;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway;
using ControlPlane.Gateway.Logging.AccessLogs;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Throttling;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Benchmarks;

/// <summary>
/// A whole request without its server, to a stage without settings and to one that throttles, misses its cache, writes an access log of
/// ten variables and keeps detailed metrics. Target: all of them cost at most 2 us and 512 bytes more, the copy of the body not counted.
/// </summary>
[MemoryDiagnoser]
public class SettingsBenchmarks : IDisposable
{
    private const string Format =
        """{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","time":"$context.requestTime","method":"$context.httpMethod","resource":"$context.resourcePath","status":"$context.status","length":"$context.responseLength","latency":"$context.responseLatency","agent":"$context.identity.userAgent","port":"$stageVariables.port"}""";

    private static readonly ThrottleLimits Account = new(2e9, int.MaxValue);
    private static readonly MethodSetting Throttled = new(throttlingBurstLimit: 1_000_000_000, throttlingRateLimit: 1e9);
    private static readonly MethodSetting Cached = new(requireAuthorizationForCacheControl: false) { CachingEnabled = true };

    private readonly BenchmarkExchange _request = new($"/{SampleApis.ApiId}/prod/mock") { CacheControl = "max-age=0" };
    private readonly Gateway.Gateway _none = Gateway(Stage());
    private readonly Gateway.Gateway _throttled = Gateway(Stage(Throttled));
    private readonly Gateway.Gateway _cached = Gateway(Stage(Cached));
    private readonly Gateway.Gateway _logged = Gateway(Logged(Stage()));
    private readonly Gateway.Gateway _counted = Gateway(Stage(new MethodSetting { MetricsEnabled = true }), new Discarded());
    private readonly Gateway.Gateway _all = Gateway(
        Logged(Stage(new MethodSetting(1_000_000_000, 1e9, requireAuthorizationForCacheControl: false) { CachingEnabled = true, MetricsEnabled = true })), new Discarded());

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (var gateway in new[] { _none, _throttled, _cached, _logged, _counted, _all })
        {
            gateway.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "none")]
    public Task None() => _none.ServeAsync(_request);

    [Benchmark(Description = "throttle")]
    public Task Throttle() => _throttled.ServeAsync(_request);

    [Benchmark(Description = "cache miss")]
    public Task CacheMiss() => _cached.ServeAsync(_request);

    [Benchmark(Description = "access log")]
    public Task AccessLog() => _logged.ServeAsync(_request);

    [Benchmark(Description = "metrics")]
    public Task Metrics() => _counted.ServeAsync(_request);

    [Benchmark(Description = "all")]
    public Task All() => _all.ServeAsync(_request);

    private static Stage Stage(MethodSetting? setting = null) => SampleApis.Stage() with
    {
        CanarySettings = null,
        CacheClusterEnabled = setting?.CachingEnabled == true,
        MethodSettings = setting is null ? new Dictionary<string, MethodSetting>() : new Dictionary<string, MethodSetting> { ["~1mock/GET"] = setting },
    };

    private static Stage Logged(Stage stage) => stage with
    {
        AccessLogSettings = new AccessLogSettings("arn:aws:logs:us-east-1:123456789012:log-group:/access", Format),
    };

    private static Gateway.Gateway Gateway(Stage stage, IMetricsSink? metrics = null) => new(
        new MemoryStageSource(stage, SampleApis.Proxy()),
        new NoLambda(),
        new GatewayOptions { AccountThrottle = Account },
        NullLoggerFactory.Instance,
        new GatewayCollaborators { AccessLog = new Unwritten(), Metrics = metrics is null ? [] : [metrics] });

    /// <summary>Lines as far as the disk.</summary>
    private sealed class Unwritten : IAccessLog, IAccessLogWriter
    {
        public IAccessLogWriter Open(AccessLogAddress address) => this;

        public void Write(ReadOnlySpan<byte> line)
        {
        }
    }

    /// <summary>Minutes as far as the store.</summary>
    private sealed class Discarded : IMetricsSink
    {
        public ValueTask WriteAsync(MinuteMetrics metrics, CancellationToken cancellationToken) => default;
    }
}
