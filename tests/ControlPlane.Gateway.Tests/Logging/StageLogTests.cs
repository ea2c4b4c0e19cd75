using System.Net;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Logging;

public sealed class StageLogTests
{
    private const string Category = "Stage.abcdefghij.prod";

    [Fact]
    public async Task By_default_refusals_and_failures_are_recorded_and_nothing_else()
    {
        using var gateway = new LoggingGateway(Sample.Stage());
        await gateway.AskAsync("GET", "/mock");
        gateway.Log.Lines.ShouldBeEmpty();

        await gateway.AskAsync("GET", "/nope");
        gateway.Answer = _ => throw new HttpRequestException("refused");
        await gateway.AskAsync("GET", "/pets/1");
        gateway.Answer = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await gateway.AskAsync("GET", "/pets/1");
        gateway.Answer = _ => throw new InvalidDataException("a bug");
        await gateway.AskAsync("GET", "/pets/1");

        var lines = gateway.Log.Lines.ToArray();
        lines.Select(line => (line.Category, line.Level, line.Fields["Status"])).ShouldBe(
            [(Category, LogLevel.Warning, 403), (Category, LogLevel.Error, 504), (Category, LogLevel.Error, 502), (Category, LogLevel.Error, 500)]);
        lines[0].Fields["ErrorType"].ShouldBe("MissingAuthenticationTokenException");
        lines[1].Text.ShouldMatch(
            @"^\([0-9a-f-]{36}\) GET /pets/\{id\}: Execution failed due to a network error: refused Method completed with status: 504 InternalServerErrorException in 0 ms, integration 0 ms; base of prod, deployment dep001, revision 1$");
        lines[2].Text.ShouldMatch(@"^\([0-9a-f-]{36}\) GET /pets/\{id\} completed with status 502 in ");
    }

    [Fact]
    public async Task Every_record_of_a_request_says_which_request_and_what_served_it()
    {
        using var gateway = new LoggingGateway(With(StageLogLevel.Debug) with
        {
            MethodSettings = new Dictionary<string, MethodSetting> { ["*/*"] = new() { DataTraceEnabled = true } },
        });
        var exchange = await gateway.AskAsync("GET", "/pets/1", "color=red");
        await gateway.AskAsync("POST", "/dogs", body: "{}");
        await gateway.AskAsync("GET", "/mock");

        var first = gateway.Log.Lines.TakeWhile(line => line.Fields["Route"] as string == "/pets/{id}").ToArray();
        first.Select(line => (line.Level, line.Text[39..].Split(';')[0])).ShouldBe(
        [
            (LogLevel.Debug, "GET /abcdefghij/prod/pets/1 from 192.0.2.1 goes to /pets/{id}"),
            (LogLevel.Information, "Method request GET /abcdefghij/prod/pets/1?color=red"),
            (LogLevel.Information, "Endpoint request GET https://pets.example.com/v1/1?color=red"),
            (LogLevel.Debug, "Sending 0 bytes to GET https://pets.example.com/v1/1"),
            (LogLevel.Debug, "Received status 200 and 4 bytes after 0 ms"),
            (LogLevel.Information, "Endpoint response status 200"),
            (LogLevel.Information, "Method response status 200"),
            (LogLevel.Information, "GET /pets/{id} completed with status 200 in 0 ms, integration 0 ms"),
        ]);
        first.ShouldAllBe(line => (string)line.Fields["RequestId"]! == exchange.Answered.Single(header => header.Name == "x-amzn-RequestId").Value);
        foreach (var line in gateway.Log.Lines)
        {
            line.Category.ShouldBe(Category);
            (line.Fields["Stage"], line.Fields["Variant"], line.Fields["DeploymentId"]).ShouldBe(("prod", "base", "dep001"), line.Text);
            line.Fields["Route"].ShouldBeOneOf("/pets/{id}", "/dogs", "/mock");
        }

        gateway.Log.Lines.Select(line => line.Text).ShouldContain(text => text.Contains("Status 200 of the integration is mapped to 200 with the template for application/json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_leaves_is_named_unless_it_has_its_response()
    {
        using var gateway = new LoggingGateway(With(StageLogLevel.Info));
        var early = new FakeExchange("GET", $"/{Sample.ApiId}/prod/pets/1");
        gateway.Answer = _ =>
        {
            early.HangUp();
            throw new HttpRequestException("cancelled");
        };
        await gateway.ServeAsync(early);
        await gateway.ServeAsync(new FakeExchange("GET", $"/{Sample.ApiId}/prod/mock") { LeavesAfterResponse = true });

        var lines = gateway.Log.Lines.ToArray();
        lines.ShouldAllBe(line => line.Level == LogLevel.Information);
        lines[0].Text.ShouldContain("The client is gone.");
        lines[1].Text.ShouldContain("completed with status 200");
        lines.Length.ShouldBe(2);
    }

    [Fact]
    public async Task An_override_counts_until_it_expires_without_any_read()
    {
        using var gateway = new LoggingGateway(Sample.Stage());
        gateway.Change(With(StageLogLevel.Info, expires: gateway.Clock.GetUtcNow().AddSeconds(60)), 2);
        await gateway.AskAsync("GET", "/mock");
        gateway.Clock.Advance(59.9);
        await gateway.AskAsync("GET", "/mock");
        gateway.Log.Lines.Count.ShouldBe(2);
        var loads = gateway.Source.Loads;

        gateway.Clock.Advance(0.1);
        await gateway.AskAsync("GET", "/mock");

        (gateway.Log.Lines.Count, gateway.Source.Loads).ShouldBe((2, loads));
    }

    [Theory]
    [InlineData(StageLogLevel.Debug, 5)]
    [InlineData(StageLogLevel.Info, 3)]
    [InlineData(StageLogLevel.Warning, 2)]
    [InlineData(StageLogLevel.Error, 1)]
    [InlineData(StageLogLevel.Critical, 0)]
    public async Task Each_level_keeps_what_it_says(StageLogLevel level, int records)
    {
        using var gateway = new LoggingGateway(With(level));
        await AskAllAsync(gateway);
        gateway.Log.Lines.Count(line => line.Fields.ContainsKey("Status") && !line.Fields.ContainsKey("IntegrationStatus")).ShouldBe(Math.Min(records, 3));
        (gateway.Log.Lines.Any(line => line.Level == LogLevel.Debug), gateway.Log.Lines.Count >= records).ShouldBe((level == StageLogLevel.Debug, true));
    }

    [Theory]
    [InlineData(null, StageLogLevel.Warning, 2)]
    [InlineData(null, StageLogLevel.Info, 3)]
    [InlineData(null, StageLogLevel.Critical, 0)]
    [InlineData("OFF", StageLogLevel.Info, 0)]
    [InlineData("ERROR", StageLogLevel.Info, 1)]
    [InlineData("INFO", StageLogLevel.Error, 3)]
    public async Task Method_settings_count_before_the_hosts_default(string? loggingLevel, StageLogLevel hostDefault, int records)
    {
        var stage = Sample.Stage() with { MethodSettings = new Dictionary<string, MethodSetting> { ["*/*"] = Setting(loggingLevel) } };
        using var gateway = new LoggingGateway(stage, hostDefault);
        await AskAllAsync(gateway);
        gateway.Log.Lines.Count(line => line.Category == Category).ShouldBe(records);
    }

    [Fact]
    public async Task A_methods_own_setting_counts_before_the_setting_of_all()
    {
        var stage = Sample.Stage() with
        {
            MethodSettings = new Dictionary<string, MethodSetting> { ["*/*"] = Setting("OFF"), ["~1mock/GET"] = Setting("INFO"), ["~1dogs/POST"] = Setting(null) },
        };
        using var gateway = new LoggingGateway(stage, StageLogLevel.Info);
        await gateway.AskAsync("GET", "/mock");
        await gateway.AskAsync("GET", "/pets/1");
        await gateway.AskAsync("POST", "/dogs");
        await gateway.AskAsync("GET", "/nope");

        gateway.Log.Lines.Where(line => line.Category == Category).ShouldHaveSingleItem().Fields["Route"].ShouldBe("/mock");
    }

    [Fact]
    public async Task The_stages_own_level_counts_before_method_settings()
    {
        var stage = With(StageLogLevel.Info) with { MethodSettings = new Dictionary<string, MethodSetting> { ["*/*"] = Setting("OFF") } };
        using var gateway = new LoggingGateway(stage);
        await gateway.AskAsync("GET", "/mock");
        gateway.Log.Lines.Single().Level.ShouldBe(LogLevel.Information);
    }

    [Fact]
    public async Task Sampled_requests_are_kept_whole_and_picked_by_their_ids()
    {
        using var gateway = new LoggingGateway(With(StageLogLevel.Error, sampleRate: 0.2));
        var ids = new List<string>();
        for (var i = 0; i < 1000; i++)
        {
            ids.Add((await gateway.AskAsync("GET", "/mock")).Answered.First(header => header.Name == "x-amzn-RequestId").Value);
        }

        var sampled = ids.Where(id => LevelOverride.Share(id) < 0.2).ToArray();
        sampled.Length.ShouldBeInRange(140, 260);
        gateway.Log.Lines.GroupBy(line => line.Fields["RequestId"]).ToDictionary(lines => (string)lines.Key!, lines => lines.Count())
            .ShouldBe(sampled.ToDictionary(id => id, _ => 3), ignoreOrder: true);
    }

    [Fact]
    public void Shares_are_even_and_the_same_everywhere()
    {
        LevelOverride.Share("0b4f3a6e-2f6c-4a50-9f0e-0d4e4f5d1c11").ShouldBe(LevelOverride.Share(new string("0b4f3a6e-2f6c-4a50-9f0e-0d4e4f5d1c11")));
        var random = new Random(5);
        var bytes = new byte[16];
        var counts = new int[10];
        for (var i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes);
            counts[(int)(LevelOverride.Share(new Guid(bytes).ToString()) * 10)]++;
        }

        counts.ShouldAllBe(count => count > 850 && count < 1150);
    }

    [Fact]
    public async Task The_canary_has_records_of_its_own()
    {
        var stage = With(StageLogLevel.Debug) with { CanarySettings = new CanarySettings { DeploymentId = "dep002", PercentTraffic = 50 } };
        using var gateway = new LoggingGateway(stage, deployments: [("dep001", LoggingGateway.Pets), ("dep002", LoggingGateway.Pets)]);
        for (var i = 0; i < 50; i++)
        {
            await gateway.AskAsync("GET", "/mock");
        }

        var kinds = gateway.Log.Lines.Select(line => (line.Category, line.Fields["Variant"], line.Fields["DeploymentId"])).Distinct().ToArray();
        kinds.ShouldBe([(Category, "base", "dep001"), (Category + "-canary", "canary", "dep002")], ignoreOrder: true);
        gateway.Log.Lines.Count.ShouldBe(150);
    }

    [Fact]
    public async Task Stage_records_pass_a_host_that_keeps_errors_alone()
    {
        var log = new RecordingLoggers(LogLevel.Trace);
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddStageLevels().AddProvider(new Provider(log)))
            .BuildServiceProvider();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        using var gateway = new LoggingGateway(With(StageLogLevel.Debug), loggers: loggers);

        await gateway.AskAsync("GET", "/mock");

        log.Lines.Count.ShouldBe(3);
        loggers.CreateLogger("ControlPlane.Gateway.Snapshots.SnapshotCache").IsEnabled(LogLevel.Warning).ShouldBeTrue();
        loggers.CreateLogger("ControlPlane.Gateway.Gateway").IsEnabled(LogLevel.Warning).ShouldBeFalse();
    }

    private static async Task AskAllAsync(LoggingGateway gateway)
    {
        await gateway.AskAsync("GET", "/mock");
        await gateway.AskAsync("GET", "/nope");
        gateway.Answer = _ => throw new HttpRequestException("refused");
        await gateway.AskAsync("GET", "/pets/1");
    }

    private static Stage With(StageLogLevel level, double sampleRate = 0, DateTimeOffset? expires = null) =>
        Sample.Stage() with { LogLevel = new LogLevelOverride { Level = level, SampleRate = sampleRate, ExpiresAt = expires } };

    private static MethodSetting Setting(string? loggingLevel) =>
        new() { LoggingLevel = loggingLevel is null ? null : Enum.Parse<LoggingLevel>(loggingLevel, ignoreCase: true) };

    private sealed class Provider(RecordingLoggers log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log.CreateLogger(categoryName);

        public void Dispose()
        {
        }
    }
}
