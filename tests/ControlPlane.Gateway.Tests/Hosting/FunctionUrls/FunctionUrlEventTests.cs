using System.Text;
using System.Text.Json.Nodes;
using ControlPlane.Gateway.Tests.Doubles;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Hosting.FunctionUrls;

public sealed class FunctionUrlEventTests
{
    public static TheoryData<string> Malformed => new()
    {
        "",
        "null",
        "[]",
        "\"ping\"",
        "{",
        "{} {}",
        "{\"rawPath\":1}",
        "{\"headers\":[]}",
        "{\"headers\":{\"a\":1}}",
        "{\"cookies\":{}}",
        "{\"cookies\":[1]}",
        "{\"isBase64Encoded\":\"true\"}",
        "{\"body\":{}}",
        "{\"rawPath\":\"\\ud800\"}",
        "{\"requestContext\":{\"http\":null}}",
        "{\"requestContext\":{\"http\":{}}}",
        "{\"requestContext\":{\"http\":{\"method\":\"GET\"}}}",
        "{\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"\"}}}",
        "{\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"G T\"}}}",
        SampleEvents.FunctionUrl().WithHeader("x", "a\r\nb: c").ToJsonString(),
        SampleEvents.FunctionUrl().WithHeader("a b", "c").ToJsonString(),
        SampleEvents.FunctionUrl().WithHttp("sourceIp", "1.2.3.4\n").ToJsonString(),
        SampleEvents.FunctionUrl().With("cookies", new JsonArray("a\0b")).ToJsonString(),
        """{"version":"1.0","httpMethod":"GET","path":"/","requestContext":{"httpMethod":"GET"}}""",
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Answers_400_to_what_is_no_event_and_says_why_in_one_line(string json)
    {
        using var host = new FunctionUrlHost();

        var response = await host.SendAsync(json);

        response.Status.ShouldBe(400);
        response.Body.ShouldBe("""{"message":"Bad Request"}""");
        response.Headers["x-amzn-ErrorType"].ShouldBe("BadRequestException");
        host.Loggers.Problems.ShouldHaveSingleItem().ShouldStartWith("An event was refused: ");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"source":"aws.events","detail-type":"Scheduled Event","detail":{}}""")]
    [InlineData("""{"requestContext":{"stage":"$default"}}""")]
    public async Task Answers_200_to_events_without_a_request(string json)
    {
        using var host = new FunctionUrlHost();

        (await host.SendAsync(json)).Status.ShouldBe(200);

        host.Loggers.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Serves_the_next_event_after_a_malformed_one()
    {
        using var host = new FunctionUrlHost();
        await host.SendAsync("{");

        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Body.ShouldBe("hello");
    }

    [Fact]
    public async Task Needs_no_more_than_method_and_path()
    {
        using var host = new FunctionUrlHost();

        (await host.SendAsync("""{"requestContext":{"http":{"method":"GET","path":"/abcdefghij/prod/x"}}}""")).Body.ShouldBe("hello");
    }

    [Fact]
    public async Task Keeps_nothing_of_one_event_for_the_next()
    {
        using var host = new FunctionUrlHost(Sample.Method("POST", Sample.LambdaProxy()));
        await host.SendAsync(SampleEvents.FunctionUrl(method: "POST", query: "a=1").With("body", "secret").With("cookies", new JsonArray("secret=1")).WithHeader("x-secret", "secret").ToJsonString());

        await host.SendAsync(SampleEvents.FunctionUrl(method: "POST").ToJsonString());

        host.Lambda.Payload!.ShouldNotContain("secret");
        host.Lambda.Payload!.ShouldContain("\"body\":null");
    }

    [Fact]
    public async Task Serves_several_events_at_a_time()
    {
        using var host = new FunctionUrlHost(Sample.Method("GET", Sample.LambdaProxy()));
        var gate = new TaskCompletionSource();
        host.Lambda.Gate = gate.Task;
        var served = Enumerable.Range(0, 20).Select(_ => host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).ToArray();
        gate.SetResult();

        (await Task.WhenAll(served)).ShouldAllBe(response => response.Status == 200);
    }

    [Fact]
    public void Answers_any_bytes()
    {
        using var host = new FunctionUrlHost();
        var whole = Encoding.UTF8.GetBytes(SampleEvents.FunctionUrl(method: "POST").With("body", "x\n\"").With("cookies", new JsonArray("a=1")).ToJsonString());
        var bytes = Gen.OneOf(
            ArbMap.Default.ArbFor<byte[]>().Generator,
            from cut in Gen.Choose(0, whole.Length) select whole[..cut],
            from at in Gen.Choose(0, whole.Length - 1)
            from value in ArbMap.Default.ArbFor<byte>().Generator
            select Changed(whole, at, value),
            from at in Gen.Choose(0, whole.Length - 1)
            from token in Gen.Elements("null", "1", "{}", "[]", "\"\"", "true", "\\u0000", "\\ud800")
            select (byte[])[.. whole[..at], .. Encoding.UTF8.GetBytes(token), .. whole[at..]]);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(bytes.ToArbitrary(), sent => host.SendAsync(sent).GetAwaiter().GetResult().Status is >= 200 and < 500));
    }

    private static byte[] Changed(byte[] whole, int at, byte value)
    {
        var changed = whole.ToArray();
        changed[at] = value;
        return changed;
    }
}
