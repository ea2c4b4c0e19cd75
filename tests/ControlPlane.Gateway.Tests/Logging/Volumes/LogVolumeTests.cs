using System.Net;
using ControlPlane.Domain.LogCosts;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Logging.Volumes;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Logging.Volumes;

/// <summary>What a stage's records come to, written and suppressed.</summary>
public sealed class LogVolumeTests
{
    [Theory]
    [InlineData(StageLogLevel.Debug, 7, 0)]
    [InlineData(StageLogLevel.Info, 2, 5)]
    [InlineData(StageLogLevel.Warning, 0, 7)]
    public async Task Suppressed_records_are_counted_like_written_ones(StageLogLevel level, int written, int suppressed)
    {
        const int Requests = 100;
        using var gateway = new LoggingGateway(Stage(level));
        for (var i = 0; i < Requests; i++)
        {
            await gateway.AskAsync("GET", "/pets/1");
            await gateway.AskAsync("GET", "/mock");
        }

        var volume = await VolumeAsync(gateway);

        // Three steps and an end for the HTTP backend, two steps and an end for the mock.
        gateway.Log.Lines.Count.ShouldBe(written * Requests);
        (volume.AllWritten.Records, volume.AllSuppressed.Records).ShouldBe((written * Requests, suppressed * Requests));
        (volume.Written(LogKind.Info).Records + volume.Suppressed(LogKind.Info).Records).ShouldBe(2 * Requests);
    }

    [Fact]
    public async Task Suppressed_bytes_come_near_what_the_same_requests_write()
    {
        var volumes = new List<LogVolume>();
        foreach (var level in new[] { StageLogLevel.Debug, StageLogLevel.Critical })
        {
            using var gateway = new LoggingGateway(Stage(level));
            for (var i = 0; i < 500; i++)
            {
                gateway.Answer = _ => i % 5 == 0
                    ? throw new HttpRequestException("refused")
                    : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("purr") };
                await gateway.AskAsync("GET", $"/pets/{i}");
                await gateway.AskAsync("GET", "/nope");
            }

            volumes.Add(await VolumeAsync(gateway));
        }

        var (written, suppressed) = (volumes[0], volumes[1]);
        suppressed.AllWritten.ShouldBe(default);
        foreach (var kind in new[] { LogKind.Debug, LogKind.Info, LogKind.Warning, LogKind.Error })
        {
            suppressed.Suppressed(kind).Records.ShouldBe(written.Written(kind).Records, kind.ToString());
            ((double)suppressed.Suppressed(kind).Bytes / written.Written(kind).Bytes).ShouldBeInRange(0.85, 1.15, kind.ToString());
        }
    }

    [Fact]
    public async Task Written_bytes_belong_to_their_routes()
    {
        using var gateway = new LoggingGateway(Stage(StageLogLevel.Debug));
        await gateway.AskAsync("GET", "/pets/1");
        await gateway.AskAsync("GET", "/pets/2");
        await gateway.AskAsync("GET", "/mock");
        await gateway.AskAsync("GET", "/nope");

        var volume = await VolumeAsync(gateway);

        volume.Routes.Keys.Order().ShouldBe(["ANY /pets/{id}", "GET /mock", "unmatched"]);
        volume.Routes.Values.Sum().ShouldBe(volume.AllWritten.Bytes);
        volume.Routes["ANY /pets/{id}"].ShouldBeGreaterThan(volume.Routes["GET /mock"]);
    }

    [Fact]
    public async Task Held_records_are_written_or_suppressed_when_their_request_is_over()
    {
        using var gateway = new LoggingGateway(Sample.Stage() with
        {
            LogLevel = new LogLevelOverride { Level = StageLogLevel.Error, DebugOnFailure = new DebugOnFailure(null) },
        });
        await gateway.AskAsync("GET", "/pets/1");
        (await VolumeAsync(gateway)).AllWritten.ShouldBe(default);

        gateway.Answer = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await gateway.AskAsync("GET", "/pets/1");

        var volume = await VolumeAsync(gateway);
        (volume.Written(LogKind.Debug).Records, volume.Written(LogKind.Error).Records).ShouldBe((3, 1));
        volume.Held.ShouldBe(volume.Written(LogKind.Debug));
        (volume.Suppressed(LogKind.Debug).Records, volume.Suppressed(LogKind.Info).Records).ShouldBe((3, 1));
    }

    [Theory]
    [InlineData(LoggingLevel.Off, 0, 0)]
    [InlineData(LoggingLevel.Error, 6, 6)]
    [InlineData(LoggingLevel.Info, 12, 0)]
    public async Task The_execution_log_counts_by_itself(LoggingLevel level, int written, int suppressed)
    {
        using var gateway = new LoggingGateway(Sample.Stage() with
        {
            LogLevel = new LogLevelOverride { Level = StageLogLevel.Critical },
            MethodSettings = new Dictionary<string, MethodSetting> { ["*/*"] = new() { LoggingLevel = level } },
        });
        await gateway.AskAsync("GET", "/pets/1");
        gateway.Answer = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await gateway.AskAsync("GET", "/pets/1");

        var volume = await VolumeAsync(gateway);

        var execution = gateway.Log.Lines.Count;
        volume.Written(LogKind.Execution).Records.ShouldBe(execution);
        (volume.Written(LogKind.Execution).Records > 0, volume.Suppressed(LogKind.Execution).Records > 0).ShouldBe((written > 0, suppressed > 0));
        volume.Written(LogKind.Debug).Records.ShouldBe(0);
    }

    [Fact]
    public async Task Access_log_lines_count_whatever_the_level()
    {
        using var gateway = new LoggingGateway(Sample.Stage() with
        {
            LogLevel = new LogLevelOverride { Level = StageLogLevel.Critical },
            AccessLogSettings = new AccessLogSettings("arn:aws:logs:us-east-1:123456789012:log-group:x", "{\"id\":\"$context.requestId\"}"),
        });
        await gateway.AskAsync("GET", "/mock");

        var line = gateway.Log.Lines.Single().Text;
        var quotes = line.Count(static character => character == '"');
        (await VolumeAsync(gateway)).Written(LogKind.Access).ShouldBe(new LogAmount(1, RecordSize.EnvelopeBytes + line.Length + quotes));
    }

    [Fact]
    public async Task A_suppressed_data_trace_counts_each_of_its_steps()
    {
        var counts = new List<LogAmount>();
        foreach (var level in new[] { StageLogLevel.Info, StageLogLevel.Warning })
        {
            using var gateway = new LoggingGateway(Stage(level) with
            {
                MethodSettings = new Dictionary<string, MethodSetting> { ["*/*"] = new() { DataTraceEnabled = true } },
            });
            for (var i = 0; i < 50; i++)
            {
                await gateway.AskAsync("GET", "/pets/1");
            }

            var volume = await VolumeAsync(gateway);
            counts.Add(volume.Written(LogKind.Info) + volume.Suppressed(LogKind.Info));
        }

        counts[1].Records.ShouldBe(counts[0].Records);
        counts[0].Records.ShouldBe(250);
        ((double)counts[1].Bytes / counts[0].Bytes).ShouldBeInRange(0.8, 1.2);
    }

    private static Stage Stage(StageLogLevel level) => Sample.Stage() with { LogLevel = new LogLevelOverride { Level = level } };

    private static async Task<LogVolume> VolumeAsync(LoggingGateway gateway)
    {
        await gateway.FlushAsync();
        var sum = new LogVolume();
        foreach (var metrics in gateway.Metrics.Told)
        {
            sum.Add(metrics.Counts.Logs);
        }

        return sum;
    }
}
