using System.Net;
using System.Text;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Tests.Doubles;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Fuzzing;

/// <summary>Whatever comes over a socket, the gateway answers as HTTP does or closes, and serves on.</summary>
public sealed class RawRequestTests
{
    [Fact]
    public async Task Any_bytes_end_in_an_answer_or_a_close()
    {
        var loggers = new RecordingLoggers();
        await using var gateway = await StartAsync(loggers);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(800),
            Prop.ForAll(RawRequests.All.ToArbitrary(), bytes =>
            {
                var answer = RawExchange.SendAsync(gateway.Address, [bytes]).GetAwaiter().GetResult();
                var statuses = RawExchange.Statuses(answer);

                // 505: another protocol than HTTP/1.
                var harmless = statuses.All(status => status is (>= 200 and < 300) or (>= 400 and < 500) or 505 or 100);
                var silent = !answer.Contains("   at ", StringComparison.Ordinal) && !answer.Contains("System.", StringComparison.Ordinal);
                return (harmless && silent).Label($"{Encoding.Latin1.GetString(bytes)}\n{answer}\n{loggers.Exceptions.LastOrDefault()}");
            }));

        loggers.Lines.Where(static line => line.Level >= LogLevel.Error).Select(static line => line.Text).ShouldBeEmpty(loggers.Exceptions.LastOrDefault()?.ToString());
        await ShouldServeAsync(gateway);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public async Task Json_of_a_hundred_thousand_levels_is_400(string open, string close)
    {
        await using var gateway = await StartAsync(new RecordingLoggers());
        const int Levels = 100_000;
        var body = string.Concat(Enumerable.Repeat(open, Levels)) + "1" + string.Concat(Enumerable.Repeat(close, Levels));

        using var response = await gateway.SendAsync(HttpMethod.Post, "/json", new StringContent(body), ("Content-Type", "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await ShouldServeAsync(gateway);
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(100)]
    public async Task A_number_of_any_length_goes_through_or_is_refused(int digits)
    {
        await using var gateway = await StartAsync(new RecordingLoggers());
        foreach (var number in new[] { new string('9', digits), $"1e{digits}", $"-0.{new string('0', digits)}1" })
        {
            using var response = await gateway.SendAsync(HttpMethod.Post, "/json", new StringContent($$"""{"a":{{number}}}"""), ("Content-Type", "application/json"));
            response.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.BadRequest);
        }

        await ShouldServeAsync(gateway);
    }

    [Fact]
    public async Task A_million_headers_are_refused_before_they_are_kept()
    {
        await using var gateway = await StartAsync(new RecordingLoggers());
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(static i => $"X-{i}: 1\r\n")));
        var before = GC.GetTotalAllocatedBytes();

        var answer = await RawExchange.SendAsync(gateway.Address, Enumerable.Repeat(piece, 1000).Prepend(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: a\r\n")));

        // The server may reset the connection before its answer is read.
        RawExchange.Statuses(answer).ShouldBeSubsetOf([431]);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(50 * 1024 * 1024);
        await ShouldServeAsync(gateway);
    }

    [Fact]
    public async Task Chunks_of_one_byte_make_a_body_like_any_other()
    {
        await using var gateway = await StartAsync(new RecordingLoggers());
        var chunks = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1;x=y\r\n \r\n", 50_000)));

        var answer = await RawExchange.SendAsync(gateway.Address, [
            Encoding.ASCII.GetBytes($"POST /{Sample.ApiId}/prod/json HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"), chunks, "0\r\n\r\n"u8.ToArray()], saysEnd: false);

        RawExchange.Statuses(answer).ShouldBe([200]);
    }

    private static async Task ShouldServeAsync(GatewayHost gateway)
    {
        using var response = await gateway.SendAsync(HttpMethod.Post, "/json", new StringContent("""{"a":[1]}"""), ("Content-Type", "application/json"));
        (await response.Content.ReadAsStringAsync()).ShouldBe("[1]");
    }

    /// <summary>Templates and mappings that look at all there is in a request, and fail at nothing.</summary>
    private static Task<GatewayHost> StartAsync(RecordingLoggers loggers)
    {
        var echo = Sample.Mock() with
        {
            PassthroughBehavior = PassthroughBehavior.Never,
            RequestTemplates = new Dictionary<string, string?>
            {
                ["application/json"] = """
                    #set($all = $input.params())#set($a = $input.path('$.a'))#foreach($name in $all.header.keySet())#set($n = $util.escapeJavaScript($name))#end
                    #set($j = $input.json('$.a'))#if($j.length() < 100)#set($context.responseOverride.header.X-A = $j)#end
                    """ + """{"statusCode": 200}""",
            },
            IntegrationResponses = new Dictionary<string, IntegrationResponse>
            {
                ["200"] = new()
                {
                    StatusCode = "200",
                    ResponseParameters = new Dictionary<string, string>
                    {
                        ["method.response.header.X-Query"] = "method.request.multivaluequerystring.a",
                        ["method.response.header.X-Path"] = "context.path",
                    },
                    ResponseTemplates = new Dictionary<string, string?> { ["application/json"] = "$context.responseOverride.header.X-A" },
                },
            },
        };
        return GatewayHost.StartAsync(
            Sample.Api(
                Sample.Resource("/", Sample.Method("ANY", Sample.LambdaProxy())),
                Sample.Resource("/json", Sample.Method("ANY", echo)),
                Sample.Resource("/pets/{id}", Sample.Method("ANY", Sample.LambdaProxy())),
                Sample.Resource("/pets/{id}/{proxy+}", Sample.Method("ANY", Sample.LambdaProxy()))) with
            { MinimumCompressionSize = 0 },
            loggers: loggers);
    }
}
