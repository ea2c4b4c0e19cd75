using System.Collections.Concurrent;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Hosting;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Storage.Tests.Hosting;

public sealed class FunctionLoggingTests
{
    [Theory]
    [InlineData(StageLogLevel.Debug, LogLevel.Debug, LogLevel.Warning)]
    [InlineData(StageLogLevel.Info, LogLevel.Information, LogLevel.Warning)]
    [InlineData(StageLogLevel.Critical, LogLevel.Critical, LogLevel.Critical)]
    public void Keeps_records_from_the_level_on_and_few_of_the_framework(StageLogLevel level, LogLevel own, LogLevel foreign)
    {
        var kept = new Provider();
        using var loggers = LoggerFactory.Create(logging => logging.UseLevel(level).AddProvider(kept));

        foreach (var each in Enum.GetValues<LogLevel>().Where(each => each != LogLevel.None))
        {
            loggers.CreateLogger("ControlPlane.Gateway.Gateway").IsEnabled(each).ShouldBe(each >= own);
            loggers.CreateLogger("Microsoft.AspNetCore.Routing").IsEnabled(each).ShouldBe(each >= foreign);
            loggers.CreateLogger("System.Net.Http").IsEnabled(each).ShouldBe(each >= foreign);
        }
    }

    [Fact]
    public void Removes_the_providers_that_were_there()
    {
        var before = new Provider();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(before).UseLevel(StageLogLevel.Debug));

        loggers.CreateLogger("any").IsEnabled(LogLevel.Critical).ShouldBeFalse();
    }

    private sealed class Provider : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
