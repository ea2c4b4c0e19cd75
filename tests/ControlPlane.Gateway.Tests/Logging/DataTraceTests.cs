using System.Net;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Logging;

public sealed class DataTraceTests
{
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.payload+/=.c2lnbmF0dXJl";

    private static readonly (string Name, string Value)[] Credentials =
    [
        ("Authorization", $"Bearer {Token}"), ("Cookie", "theme=dark; session=0123456789abcdef"), ("X-Api-Key", "kkkkkkkkkkkkkkkkkkkk"),
        ("x-amz-security-token", "FwoGZXIvYXdzEBYaD"), ("X-Color", "red"),
    ];

    private static readonly string[] Secrets = [Token, "0123456789abcdef", "kkkkkkkkkkkkkkkkkkkk", "FwoGZXIvYXdzEBYaD", "from-the-query", "from-the-backend"];

    [Theory]
    [InlineData(true, StageLogLevel.Info, 4)]
    [InlineData(true, StageLogLevel.Error, 0)]
    [InlineData(false, StageLogLevel.Info, 0)]
    public async Task Messages_are_traced_where_INFO_and_the_trace_are_on(bool trace, StageLogLevel level, int records)
    {
        using var gateway = new LoggingGateway(Stage(trace, level));
        await gateway.AskAsync("GET", "/pets/1");
        Traces(gateway).Length.ShouldBe(records);
    }

    [Fact]
    public async Task Credentials_reach_no_record_wherever_they_turn_up()
    {
        using var gateway = new LoggingGateway(Stage(true, StageLogLevel.Debug));
        gateway.Answer = request =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"you sent":"{{Token}}","ok":true}""") };
            response.Headers.TryAddWithoutValidation("Set-Cookie", "session=from-the-backend; Secure");
            response.Headers.TryAddWithoutValidation("X-Echo", $"Bearer {Token}");
            return response;
        };
        await gateway.AskAsync("POST", "/pets/1", "X-Amz-Security-Token=from-the-query&color=red", $"token={Uri.EscapeDataString(Token)}", Credentials);
        gateway.Lambda.Result = """{"statusCode":200,"headers":{"Set-Cookie":"session=from-the-backend"},"body":"hello"}""";
        await gateway.AskAsync("POST", "/dogs", "", "{}", Credentials);

        gateway.Log.Lines.Count.ShouldBeGreaterThan(12);
        foreach (var line in gateway.Log.Lines)
        {
            foreach (var secret in Secrets.Append(Uri.EscapeDataString(Token)))
            {
                line.Text.ShouldNotContain(secret);
                line.Fields.Values.ShouldAllBe(value => value == null || !$"{value}".Contains(secret, StringComparison.Ordinal));
            }
        }

        var traces = Traces(gateway);
        traces[0].ShouldBe((
            "Method request",
            "POST /abcdefghij/prod/pets/1?X-Amz-Security-Token=****&color=red",
            "{Authorization=****, Cookie=****, X-Api-Key=****, x-amz-security-token=****, X-Color=red}",
            "token=****"));
        traces[1].Subject.ShouldBe("POST https://pets.example.com/v1/1?X-Amz-Security-Token=****&color=red");
        traces[2].Headers.ShouldStartWith("{Set-Cookie=****, X-Echo=****");
        traces[2].Body.ShouldBe("""{"you sent":"****","ok":true}""");
        traces[5].ShouldBe(("Endpoint request", "arn:aws:lambda:us-east-1:123456789012:function:hello", "{}", ""));
        (traces[6].Headers, traces[6].Body, traces[7].Body).ShouldBe(("{Set-Cookie=****}", "hello", "hello"));
    }

    [Fact]
    public async Task Long_texts_are_cut_at_1024_bytes_between_characters()
    {
        using var gateway = new LoggingGateway(Stage(true, StageLogLevel.Info));
        gateway.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(string.Concat(Enumerable.Repeat("é€🔑", 5000))) };
        await gateway.AskAsync("POST", "/pets/1", "", new string('x', 1025), ("X-Long", new string('y', 2000)));

        var traces = Traces(gateway);
        traces[0].Body.ShouldBe(new string('x', 1012) + " [TRUNCATED]");
        traces[0].Headers.Length.ShouldBe(1024);
        System.Text.Encoding.UTF8.GetByteCount(traces[2].Body).ShouldBeInRange(1020, 1024);
        traces[2].Body.ShouldEndWith(" [TRUNCATED]");
        traces[2].Body.ShouldNotContain("\uFFFD");
    }

    [Fact]
    public async Task Bodies_that_are_no_text_are_named_not_shown()
    {
        using var gateway = new LoggingGateway(Stage(true, StageLogLevel.Info));
        gateway.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([0xFF, 0xD8, 0xFF]) };
        await gateway.AskAsync("GET", "/pets/1");
        Traces(gateway)[2].Body.ShouldBe("[Binary Data, 3 bytes]");
    }

    private static Stage Stage(bool trace, StageLogLevel level) => Sample.Stage() with
    {
        LogLevel = new LogLevelOverride { Level = level },
        MethodSettings = new Dictionary<string, MethodSetting> { ["*/*"] = new() { DataTraceEnabled = trace } },
    };

    private static (string Step, string Subject, string Headers, string Body)[] Traces(LoggingGateway gateway) =>
    [
        .. gateway.Log.Lines.Where(line => line.Fields.ContainsKey("Step")).Select(line =>
            ((string)line.Fields["Step"]!, (string)line.Fields["Subject"]!, (string)line.Fields["Headers"]!, (string)line.Fields["Body"]!)),
    ];
}
