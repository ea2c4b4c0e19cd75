using System.Security.Cryptography;
using System.Text;
using ControlPlane.Gateway.Hosting.FunctionUrls;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Gateway.Tests.Hosting.FunctionUrls;

public sealed class FunctionUrlResponseTests : IAsyncLifetime, IDisposable
{
    private EchoBackend _backend = null!;
    private FunctionUrlHost _host = null!;

    public async Task InitializeAsync()
    {
        _backend = await EchoBackend.StartAsync();
        _host = new FunctionUrlHost(Sample.Method("GET", Sample.HttpProxy(_backend.Address)));
    }

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Puts_cookies_apart_and_joins_other_headers()
    {
        _backend.Answer = context =>
        {
            context.Response.Headers.Append("Set-Cookie", "a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
            context.Response.Headers.Append("Set-Cookie", "b=2");
            context.Response.Headers["X-Many"] = new(["one", "two"]);
            return Task.CompletedTask;
        };

        var response = await SendAsync();

        response.Cookies.ShouldBe(["a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"]);
        response.Headers.ShouldNotContainKey("Set-Cookie");
        response.Headers["X-Many"].ShouldBe("one,two");
        response.Body.ShouldBeNull();
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("{\"name\":\"Zoë <&> 日本 🙂 \\u0000\"}")]
    public async Task Sends_text_as_text(string text)
    {
        _backend.Answer = context => context.Response.WriteAsync(text);

        var response = await SendAsync();

        response.Body.ShouldBe(text);
        response.IsBase64Encoded.ShouldBeFalse();
        response.Headers.ShouldNotContainKey("Content-Length");
    }

    [Fact]
    public async Task Sends_bytes_that_are_no_text_as_base64()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        bytes[0] = 0xFF;
        _backend.Answer = context => context.Response.Body.WriteAsync(bytes).AsTask();

        var response = await SendAsync();

        response.IsBase64Encoded.ShouldBeTrue();
        response.BodyBytes.ShouldBe(bytes);
    }

    [Fact]
    public async Task Escapes_long_texts_piece_by_piece_without_breaking_characters()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => (i % 4) switch { 0 => "a", 1 => "é", 2 => "日", _ => "🙂\"" }));
        _backend.Answer = context => context.Response.WriteAsync(text);

        var response = await SendAsync();

        response.Body.ShouldBe(text);
    }

    [Fact]
    public async Task Answers_502_to_what_is_over_the_limit_of_lambda()
    {
        _backend.Answer = context => context.Response.WriteAsync(new string('x', FunctionUrlResponse.MaxBytes + 1));

        (await SendAsync()).Status.ShouldBe(502);

        _host.Loggers.Problems.ShouldHaveSingleItem().ShouldContain("6291456 bytes");
    }

    [Fact]
    public async Task Counts_escapes_and_base64_towards_the_limit()
    {
        _backend.Answer = context => context.Response.WriteAsync(new string('"', (FunctionUrlResponse.MaxBytes / 2) + 1));
        (await SendAsync()).Status.ShouldBe(502);

        var bytes = new byte[FunctionUrlResponse.MaxBytes * 3 / 4];
        Array.Fill(bytes, (byte)0xFF);
        _backend.Answer = context => context.Response.Body.WriteAsync(bytes).AsTask();
        (await SendAsync()).Status.ShouldBe(502);
    }

    [Fact]
    public async Task Sends_what_is_just_within_the_limit()
    {
        _backend.Answer = context => context.Response.WriteAsync(new string('x', FunctionUrlResponse.MaxBytes - 1024));

        var response = await SendAsync();

        response.Status.ShouldBe(200);
        response.Bytes.ShouldBeLessThanOrEqualTo(FunctionUrlResponse.MaxBytes);
    }

    [Fact]
    public async Task Answers_with_an_error_when_the_backend_breaks_off_as_nothing_is_on_its_way_yet()
    {
        using var backend = new RawBackend("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nX-Half: 1\r\n\r\n" + new string('x', 50_000));
        using var host = new FunctionUrlHost(Sample.Method("GET", Sample.HttpProxy(backend.Address)));

        var response = await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString());

        response.Status.ShouldBeGreaterThanOrEqualTo(500);
        response.Headers.ShouldNotContainKey("X-Half");
        response.Body.ShouldNotBeNull().ShouldNotContain("xxx");
    }

    [Fact]
    public async Task Gives_a_stream_that_can_be_read_again_and_knows_its_length()
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(SampleEvents.FunctionUrl("/ping").ToJsonString()));
        await using var output = await _host.Entry.HandleAsync(input, TimeSpan.FromSeconds(30));

        output.CanSeek.ShouldBeTrue();
        output.Position.ShouldBe(0);
        output.Length.ShouldBeGreaterThan(0);
    }

    private Task<EventResponse> SendAsync() => _host.SendAsync(SampleEvents.FunctionUrl().ToJsonString());
}
