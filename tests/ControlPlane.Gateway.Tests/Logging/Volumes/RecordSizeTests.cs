using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Logging.Volumes;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Logging.Volumes;

public sealed class RecordSizeTests
{
    [Fact]
    public void A_record_is_as_big_as_its_line_of_JSON()
    {
        using var log = new RecordingLoggers(LogLevel.Trace);
        var sizes = new SizingLogger();
        foreach (var logger in new[] { log.CreateLogger("x"), sizes })
        {
            RequestLog.Completed(logger, LogLevel.Information, "c6af9ac6-7b61-11e6-9a41-93e8deadbeef", "GET", "/pets/{id}", 200, 12.345, 0, "base", "prod", "dep001", 7);
            RequestLog.DataTrace(logger, "id", "Method request", "GET /x", "{}", "{\"name\":\"caf\u00e9\"}", null, "base", "prod", "dep001");
        }

        foreach (var (line, measured) in log.Lines.Zip(sizes.Measured))
        {
            var members = line.Fields.Where(static field => field.Key != "{OriginalFormat}").Select(static field => $",\"{field.Key}\":{Json(field.Value)}");
            var exact = RecordSize.EnvelopeBytes + Encoding.UTF8.GetByteCount(Escaped(line.Text)) + Encoding.UTF8.GetByteCount(string.Concat(members));
            ((double)measured).ShouldBeInRange(exact - 4, exact + 4, line.Text);
        }
    }

    [Fact]
    public void An_exception_counts_with_its_stack()
    {
        var sizes = new SizingLogger();
        RequestLog.Failed(sizes, LogLevel.Error, new InvalidOperationException(new string('x', 5000)), "id", "GET", "/", "It failed.", 500, "", 1, 1, "base", "prod", "dep001", 1);
        sizes.Measured.Single().ShouldBeGreaterThan(5000);
    }

    private static string Json(object? value) => value switch
    {
        null => "null",
        string text => $"\"{Escaped(text)}\"",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    private static string Escaped(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    private sealed class SizingLogger : ILogger
    {
        public List<int> Measured { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Measured.Add(RecordSize.Of(state, exception));
    }
}
