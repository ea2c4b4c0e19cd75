using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Gateway.Tests.Compression;

/// <summary>APIs with a minimumCompressionSize.</summary>
public sealed class CompressionTests
{
    private const string Text = "0123456789abcdefghij";

    [Theory]
    [InlineData(20, "gzip", "gzip")]
    [InlineData(0, "deflate", "deflate")]
    [InlineData(21, "gzip", null)]
    [InlineData(20, "br", null)]
    [InlineData(null, "gzip", null)]
    public async Task Responses_of_that_size_are_compressed(int? from, string accepted, string? coding)
    {
        await using var gateway = await StartAsync(from, Sample.Method("GET", Sample.Mock(Text)));

        using var response = await gateway.SendAsync(HttpMethod.Get, "/x", null, ("Accept-Encoding", accepted));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentEncoding.ShouldBe(coding is null ? [] : [coding]);
        response.Headers.Vary.ShouldBe(from <= Text.Length ? ["Accept-Encoding"] : []);
        var body = await response.Content.ReadAsByteArrayAsync();
        response.Content.Headers.ContentLength.ShouldBe(body.Length);
        Encoding.UTF8.GetString(Unpack(body, coding)).ShouldBe(Text);
    }

    [Fact]
    public async Task Proxies_compress_too_but_not_what_is_compressed_partial_or_an_error()
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var gateway = await StartAsync(0, Sample.Method("ANY", Sample.HttpProxy(backend.Address)));
        var text = new string('x', 300_000);
        backend.Answer = context => context.Response.WriteAsync(text);
        using var large = await gateway.SendAsync(HttpMethod.Get, "/x", null, ("Accept-Encoding", "gzip"));
        var packed = await large.Content.ReadAsByteArrayAsync();
        packed.Length.ShouldBeLessThan(10_000);
        (Encoding.UTF8.GetString(Unpack(packed, "gzip")) == text).ShouldBeTrue();

        backend.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            return context.Response.WriteAsync(text);
        };
        using var coded = await gateway.SendAsync(HttpMethod.Get, "/x", null, ("Accept-Encoding", "gzip"));
        coded.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        coded.Headers.Vary.ShouldBeEmpty();
        (await coded.Content.ReadAsStringAsync() == text).ShouldBeTrue();

        backend.Answer = context =>
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = "bytes 0-9/100";
            return context.Response.WriteAsync("0123456789");
        };
        using var partial = await gateway.SendAsync(HttpMethod.Get, "/x", null, ("Accept-Encoding", "gzip"));
        (await partial.Content.ReadAsStringAsync()).ShouldBe("0123456789");

        using var refused = await gateway.SendAsync(HttpMethod.Get, "/nothing", null, ("Accept-Encoding", "gzip"));
        (await refused.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Missing Authentication Token"}""");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("deflate")]
    [InlineData("raw")]
    [InlineData("identity")]
    [InlineData("deflate, gzip")]
    [InlineData("members")]
    public async Task Requests_are_decompressed_before_they_are_mapped(string coding)
    {
        await using var gateway = await StartAsync(1000, Sample.Method("POST", Echo()));
        byte[] body = coding == "members"
            ? [.. Pack("{\"name\":"u8.ToArray(), "gzip"), .. Pack("\"Rex\"}"u8.ToArray(), "gzip")]
            : coding.Split(", ").Aggregate(Encoding.UTF8.GetBytes("""{"name":"Rex"}"""), Pack);
        var header = coding switch { "raw" => "deflate", "members" => "gzip", _ => coding };

        using var response = await gateway.SendAsync(
            HttpMethod.Post, "/x", new ByteArrayContent(body), ("Content-Type", "application/json"), ("Content-Encoding", header));

        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"statusCode": 200}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Lambda.Payload.ShouldBe("hello Rex");
    }

    [Fact]
    public async Task Proxies_get_requests_decompressed_and_without_their_coding()
    {
        await using var gateway = await StartAsync(0, Sample.Method("POST", Sample.LambdaProxy()));
        using var response = await gateway.SendAsync(
            HttpMethod.Post, "/x", new ByteArrayContent(Pack(Encoding.UTF8.GetBytes("plain"), "gzip")), ("Content-Type", "text/plain"), ("Content-Encoding", "gzip"));

        var sent = JsonNode.Parse(gateway.Lambda.Payload!)!;
        ((string?)sent["body"]).ShouldBe("plain");
        sent["headers"]!.AsObject().Select(header => header.Key).ShouldNotContain("Content-Encoding");

        await using var off = await StartAsync(null, Sample.Method("POST", Sample.LambdaProxy()));
        using var untouched = await off.SendAsync(
            HttpMethod.Post, "/x", new StringContent("not packed at all"), ("Content-Type", "text/plain"), ("Content-Encoding", "gzip"));
        sent = JsonNode.Parse(off.Lambda.Payload!)!;
        ((string?)sent["body"], (string?)sent["headers"]!["Content-Encoding"]).ShouldBe(("not packed at all", "gzip"));
    }

    [Theory]
    [InlineData("br", "x", 415)]
    [InlineData("gzip", "this is no gzip", 415)]
    [InlineData("deflate", "this is no deflate", 415)]
    [InlineData("gzip", "cut", 415)]
    [InlineData("deflate", "cut", 415)]
    [InlineData("gzip", "bomb", 413)]
    [InlineData("deflate", "bomb", 413)]
    [InlineData("gzip, gzip", "bomb", 413)]
    public async Task What_cannot_be_decompressed_is_refused(string coding, string what, int status)
    {
        await using var gateway = await StartAsync(0, Sample.Method("POST", Echo()));
        byte[] body = what switch
        {
            "cut" => Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000))), coding)[..^100],
            "bomb" => coding.Split(", ").Aggregate(new byte[200 * 1024 * 1024], Pack),
            _ => Encoding.UTF8.GetBytes(what),
        };
        body.Length.ShouldBeLessThan(GatewayExchange.MaxBodyBytes);

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", new ByteArrayContent(body), ("Content-Type", "application/json"), ("Content-Encoding", coding));

        ((int)response.StatusCode).ShouldBe(status);
        gateway.Lambda.Payload.ShouldBeNull();
    }

    private static Task<GatewayHost> StartAsync(int? from, Method method) =>
        GatewayHost.StartAsync(Sample.Api(Sample.Resource("/x", method)) with { MinimumCompressionSize = from });

    private static Integration Echo() => Sample.LambdaProxy() with
    {
        Type = IntegrationType.Aws,
        RequestTemplates = new Dictionary<string, string?> { ["application/json"] = "hello $input.path('$.name')" },
        IntegrationResponses = new Dictionary<string, IntegrationResponse> { ["200"] = new() { StatusCode = "200" } },
    };

    private static byte[] Pack(byte[] body, string coding)
    {
        using var packed = new MemoryStream();
        using (Stream stream = coding.ToLowerInvariant() switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "raw" => new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            _ => new BufferedStream(packed),
        })
        {
            stream.Write(body);
            stream.Flush();
            if (stream is BufferedStream)
            {
                return packed.ToArray();
            }
        }

        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] body, string? coding)
    {
        using var packed = new MemoryStream(body);
        using Stream stream = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        using var unpacked = new MemoryStream();
        stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
