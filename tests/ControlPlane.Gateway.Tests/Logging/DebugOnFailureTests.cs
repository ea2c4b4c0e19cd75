using System.Net;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Logging.Volumes;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Logging;

/// <summary>Records that are only kept of requests that fail or take too long.</summary>
public sealed class DebugOnFailureTests
{
    [Fact]
    public async Task A_request_that_ends_well_keeps_what_its_level_keeps()
    {
        using var gateway = new LoggingGateway(Stage(StageLogLevel.Info));
        await gateway.AskAsync("GET", "/pets/1");
        gateway.Log.Lines.Select(line => line.Level).ShouldBe([LogLevel.Information]);
    }

    [Theory]
    [InlineData("/pets/1", 502)]
    [InlineData("/pets/2", 504)]
    public async Task A_request_that_fails_keeps_everything_in_order(string path, int status)
    {
        using var gateway = new LoggingGateway(Stage(StageLogLevel.Error));
        gateway.Answer = request => request.RequestUri!.AbsolutePath == "/v1/1"
            ? new HttpResponseMessage(HttpStatusCode.BadGateway)
            : throw new HttpRequestException("refused");
        await gateway.AskAsync("GET", path);

        var lines = gateway.Log.Lines.ToArray();
        lines[0].Text.ShouldContain("goes to /pets/{id}");
        lines[1].Text.ShouldContain("Sending 0 bytes");
        (lines[^1].Level, lines[^1].Fields["Status"]).ShouldBe((LogLevel.Error, status));
        lines.Length.ShouldBe(status == 502 ? 4 : 3);
    }

    [Fact]
    public async Task So_do_refused_and_slow_requests()
    {
        using var gateway = new LoggingGateway(Stage(StageLogLevel.Critical, slowerThanMillis: 1000));
        await gateway.AskAsync("GET", "/nope");
        gateway.Log.Lines.Select(line => line.Level).ShouldBe([LogLevel.Warning]);
        gateway.Log.Lines.Clear();

        gateway.Answer = _ =>
        {
            gateway.Clock.Advance(1);
            return new HttpResponseMessage(HttpStatusCode.OK);
        };
        await gateway.AskAsync("GET", "/pets/1");
        gateway.Log.Lines.ShouldBeEmpty();
        gateway.Answer = _ =>
        {
            gateway.Clock.Advance(1.001);
            return new HttpResponseMessage(HttpStatusCode.OK);
        };
        await gateway.AskAsync("GET", "/pets/1");
        gateway.Log.Lines.Count.ShouldBe(4);
    }

    [Fact]
    public async Task It_ends_with_the_override()
    {
        using var gateway = new LoggingGateway(Sample.Stage());
        gateway.Change(Stage(StageLogLevel.Error) with { LogLevel = Override(StageLogLevel.Error) with { ExpiresAt = gateway.Clock.GetUtcNow().AddSeconds(10) } }, 2);
        await gateway.AskAsync("GET", "/nope");
        gateway.Clock.Advance(10);
        gateway.Answer = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await gateway.AskAsync("GET", "/pets/1");
        gateway.Log.Lines.Count(line => line.Level == LogLevel.Debug).ShouldBe(0);
        gateway.Log.Lines.Count.ShouldBe(2);
    }

    [Fact]
    public void What_is_held_has_a_bound()
    {
        using var log = new RecordingLoggers(LogLevel.Trace);
        var records = new RequestRecords();
        records.Begin(log.CreateLogger("x"), new RecordSizes(), 0);
        records.Level = LogLevel.Error;
        var held = new HeldRecords(records, LogLevel.Error);
        var endpoint = new string('x', 1024);
        for (var i = 0; i < 1000; i++)
        {
            RequestLog.IntegrationRequest(held, "id", i, endpoint, null, "base", "prod", "dep001");
        }

        RequestLog.Completed(held, LogLevel.Error, "id", "GET", "/", 500, 1, 1, "base", "prod", "dep001", 1);
        log.Lines.ShouldBeEmpty();
        held.Release(all: true);
        log.Lines.Count.ShouldBeInRange(20, 40);
        log.Lines.Last().Level.ShouldBe(LogLevel.Error);
        (records.Volume.AllWritten.Records, records.Volume.AllSuppressed.Records).ShouldBe((log.Lines.Count, 1001 - log.Lines.Count));
        records.Volume.Held.Records.ShouldBe(log.Lines.Count - 1);
    }

    private static Stage Stage(StageLogLevel level, int? slowerThanMillis = null) => Sample.Stage() with { LogLevel = Override(level, slowerThanMillis) };

    private static LogLevelOverride Override(StageLogLevel level, int? slowerThanMillis = null) =>
        new() { Level = level, DebugOnFailure = new DebugOnFailure(slowerThanMillis) };
}
