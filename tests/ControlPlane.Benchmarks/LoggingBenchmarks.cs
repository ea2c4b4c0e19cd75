using BenchmarkDotNet.Attributes;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Benchmarks;

/// <summary>
/// A whole MOCK request through the gateway: with nothing logged, with a level that the request's records do not reach, with a record
/// for each, and with one request in a hundred kept whole; records go to a provider that drops them.
/// </summary>
[MemoryDiagnoser]
public class LoggingBenchmarks : IDisposable
{
    private readonly BenchmarkExchange _exchange = new($"/{SampleApis.ApiId}/prod/mock");
    private ServiceProvider _services = null!;
    private Gateway.Gateway _gateway = null!;

    [Params("default", "ERROR", "INFO", "DEBUG", "ERROR, 1 %")]
    public string Level { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddStageLevels().AddProvider(new DroppingProvider()))
            .BuildServiceProvider();
        var stage = SampleApis.Stage() with { LogLevel = Override() };
        _gateway = new Gateway.Gateway(
            new MemoryStageSource(stage, SampleApis.Proxy()), new NoLambda(), SampleApis.Unthrottled, _services.GetRequiredService<ILoggerFactory>());
        Serve().GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _gateway.Dispose();
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "MOCK request")]
    public Task Serve() => _gateway.ServeAsync(_exchange);

    private LogLevelOverride? Override() => Level.Split(", ") switch
    {
        ["default"] => null,
        [var name] => LogLevelOverride.Create(name, 3600, null, TimeProvider.System.GetUtcNow()),
        [var name, _] => LogLevelOverride.Create(name, 3600, 0.01, TimeProvider.System.GetUtcNow()),
        _ => throw new InvalidOperationException(Level),
    };

    private sealed class DroppingProvider : ILoggerProvider, ILogger
    {
        private int _length;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _length = formatter(state, exception).Length;

        public void Dispose()
        {
        }
    }
}
