using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using ControlPlane.Gateway.Logging.AccessLogs;
using ControlPlane.Local.Logs;
using ControlPlane.Testing;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Local.Tests.Logs;

public sealed class LogFilesTests : IDisposable
{
    private const string Arn = "arn:aws:logs:us-east-1:123456789012:log-group:/pets/access:*";

    private readonly TempFolder _folder = new();
    private readonly VirtualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lines_are_in_the_file_of_their_stage_in_order_once_the_host_has_stopped()
    {
        await using (var files = Open())
        {
            var log = new AccessLogFiles(files);
            var prod = log.Open(new AccessLogAddress(Arn, "abc", "prod", false));
            var canary = log.Open(new AccessLogAddress(Arn, "abc", "prod", true));
            for (var i = 0; i < 1000; i++)
            {
                prod.Write(Encoding.UTF8.GetBytes($"line {i}"));
            }

            canary.Write("canary"u8);
        }

        Read("access/pets/access/abc-prod.log").ShouldBe(Enumerable.Range(0, 1000).Select(i => $"line {i}"));
        Read("access/pets/access/Canary/abc-prod.log").ShouldBe(["canary"]);
    }

    [Fact]
    public async Task A_restarted_host_goes_on_where_it_was_even_in_the_middle_of_a_line()
    {
        Directory.CreateDirectory(_folder.Path);
        await File.WriteAllTextAsync(PathOf("x.log"), "whole\nhal");
        for (var i = 0; i < 2; i++)
        {
            await using var files = Open();
            files.Open("x").Write("next"u8);
        }

        Read("x.log").ShouldBe(["whole", "hal", "next", "next"]);
    }

    [Fact]
    public async Task Full_files_are_put_aside_and_the_oldest_go()
    {
        for (var i = 0; i < 8; i++)
        {
            await using var files = Open(new LogFileLimits { FileBytes = 20, KeptFiles = 2 });
            files.Open("x").Write(Encoding.UTF8.GetBytes($"line {i} of 15"));
        }

        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order().ShouldBe(["x.1.log", "x.2.log", "x.log"]);
        (Read("x.2.log").Single(), Read("x.1.log").Single(), Read("x.log").Single()).ShouldBe(("line 5 of 15", "line 6 of 15", "line 7 of 15"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named_once_a_minute_and_written_when_it_can_be()
    {
        // A file stands where the folder has to be; not even root can write below it.
        await File.WriteAllTextAsync(PathOf("blocked"), "");
        using var said = new Said();
        var lost = 0L;
        await using (var files = Open(said: said))
        {
            using var listener = Listen("unwritable", lines => Interlocked.Add(ref lost, lines));
            var log = files.Open("blocked/x");
            for (var i = 1; i <= 3; i++)
            {
                log.Write("lost"u8);
                await UntilAsync(() => Volatile.Read(ref lost) == i);
            }

            said.Lines.Single().ShouldMatch(@"blocked/x\.log cannot be written, 1 lines are lost: ");
            _clock.Advance(60);
            log.Write("lost"u8);
            await UntilAsync(() => Volatile.Read(ref lost) == 4);
            said.Lines.Count.ShouldBe(2);
            said.Lines.Last().ShouldContain(" 3 lines are lost");

            File.Delete(PathOf("blocked"));
            log.Write("kept"u8);
        }

        Read("blocked/x.log").ShouldBe(["kept"]);
    }

    [Fact]
    public async Task What_comes_faster_than_it_can_be_written_is_dropped_and_counted()
    {
        using var said = new Said();
        var lost = 0L;
        await using (var files = Open(new LogFileLimits { WaitingBytes = 10 }, said))
        {
            using var listener = Listen("full", lines => Interlocked.Add(ref lost, lines));
            var log = files.Open("x");
            log.Write("too long to wait"u8);
            log.Write("too long to wait"u8);
            log.Write("short"u8);
        }

        lost.ShouldBe(2);
        said.Lines.Single().ShouldStartWith("1 lines of access and execution logs were dropped");
        Read("x.log").ShouldBe(["short"]);
    }

    [Fact]
    public async Task Whoever_takes_a_file_away_gets_a_new_one()
    {
        await using var files = Open();
        var log = files.Open("x");
        log.Write("first"u8);
        await UntilAsync(() => File.Exists(PathOf("x.log")) && Read("x.log") is ["first"]);
        File.Delete(PathOf("x.log"));
        await UntilAsync(() =>
        {
            log.Write("again"u8);
            return File.Exists(PathOf("x.log"));
        }, TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("/aws/pets", "aws/pets")]
    [InlineData("../../etc/passwd", "_/_/etc/passwd")]
    [InlineData("a//..../b:c*\0é ", "a/_/b_c____")]
    [InlineData("", "_")]
    public void Names_lead_nowhere_but_down(string name, string path) => LogFileName.Safe(name).ShouldBe(path);

    [Fact]
    public async Task Execution_logs_have_a_line_for_each_record()
    {
        await using (var files = Open())
        {
            using var provider = new ExecutionLogFiles(files);
            using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(provider));
            loggers.CreateLogger("Stage.abc.prod").Log(LogLevel.Error, default, "not here", null, (text, _) => text);
            var fields = new List<KeyValuePair<string, object?>> { new("time", new DateTimeOffset(2026, 2, 3, 4, 5, 6, 7, TimeSpan.Zero)) };
            var log = loggers.CreateLogger("API-Gateway-Execution-Logs_abc/prod");
            log.Log(LogLevel.Information, default, fields, null, (_, _) => "(id) body: {\n\t\"a\": 1\r\n}\u001b[0m");
            loggers.CreateLogger("API-Gateway-Execution-Logs_abc/prod/Canary").Log(LogLevel.Information, default, fields, null, (_, _) => "canary");
        }

        Read("execution/API-Gateway-Execution-Logs_abc/prod.log").ShouldBe(["2026-02-03T04:05:06.007Z (id) body: {\\n\t\"a\": 1\\r\\n}\\u001b[0m"]);
        Read("execution/API-Gateway-Execution-Logs_abc/prod/Canary.log").ShouldBe(["2026-02-03T04:05:06.007Z canary"]);
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    private static async Task UntilAsync(Func<bool> condition, TimeSpan? every = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(every ?? TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }

    private static MeterListener Listen(string reason, Action<long> lost)
    {
        var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "controlplane.log.lost_lines")
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, lines, tags, _) =>
        {
            if ((string?)tags[0].Value == reason)
            {
                lost(lines);
            }
        });
        listener.Start();
        return listener;
    }

    private LogFiles Open(LogFileLimits? limits = null, ILogger? said = null)
    {
        var files = new LogFiles(_folder.Path, limits ?? new LogFileLimits(), _clock);
        files.Logger = said ?? files.Logger;
        return files;
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private string[] Read(string name) => File.ReadAllLines(PathOf(name));

    private sealed class Said : ILogger, IDisposable
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
