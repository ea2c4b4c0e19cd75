using System.Net.Sockets;
using System.Text;
using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Requests;

public sealed class HostileRequestTests : ApiTest
{
    private const string _notJson = "Invalid request input: the body is not valid JSON";

    public static TheoryData<string> NotJson =>
    [
        "{", "nonsense", "{\"name\":\"a\"", "{\"name\":\"a\"}x", "{'name':'a'}", "{\"name\":NaN}", "{\"name\":\"a\",\"minimumCompressionSize\":NaN}", "{\"name\":Infinity}",
        "{\"name\":\"a\",}", "/**/{\"name\":\"a\"}", "\u0000", "\uFEFF{\"name\":\"a\"}", "{\"name\":\"a\nb\"}",
        "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":\"a\",\"n\\u0061me\":\"b\"}", "{\"name\":\"a\",\"tags\":{\"k\":\"1\",\"k\":\"2\"}}",
        "{\"name\":\"\\ud800\"}", "{\"name\":\"a\",\"tags\":{\"\\udc00\":\"x\"}}", "{\"name\":\"a\",\"x\":" + new string('[', 5000) + new string(']', 5000) + "}",
        new string('[', 100_000), "{\"name\":\"a\",\"x\":" + string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000) + "}",
    ];

    [Theory]
    [MemberData(nameof(NotJson))]
    public async Task Rejects_WhatIsNotJson(string body)
    {
        (await App.PostAsync("/restapis", body)).ShouldBeBadRequest(_notJson);
        (await App.GetAsync("/restapis")).ShouldBe(200, """{"item":[]}""");
    }

    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xFF, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xC0, 0xAF, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    public async Task Rejects_InvalidUtf8(byte[] value)
    {
        foreach (var json in new[] { (byte[])[.. "{\"name\":"u8, .. value, .. "}"u8], [.. "{\"name\":\"a\","u8, .. value, .. ":1}"u8] })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/restapis") { Content = new ByteArrayContent(json) };
            (await App.SendAsync(request)).ShouldBeBadRequest(_notJson);
        }

        (await App.GetAsync("/restapis")).ShouldBe(200, """{"item":[]}""");
    }

    [Theory]
    [InlineData("[]", "class java.util.ArrayList can not be converted to an Map")]
    [InlineData("\"x\"", "class java.lang.String can not be converted to an Map")]
    [InlineData("7", "class java.lang.Integer can not be converted to an Map")]
    [InlineData("null", "class java.lang.Object can not be converted to an Map")]
    [InlineData("""{"name":{}}""", "class java.util.LinkedHashMap can not be converted to an String")]
    [InlineData("""{"name":1.5}""", "class java.lang.Double can not be converted to an String")]
    [InlineData("""{"name":"a","minimumCompressionSize":1e999}""", "class java.lang.Double can not be converted to an Integer")]
    [InlineData("""{"name":"a","minimumCompressionSize":99999999999999999999999}""", "class java.lang.Double can not be converted to an Integer")]
    [InlineData("""{"name":"a","minimumCompressionSize":1.5}""", "class java.lang.Double can not be converted to an Integer")]
    [InlineData("""{"name":"a","binaryMediaTypes":"x"}""", "class java.lang.String can not be converted to an List")]
    [InlineData("""{"name":"a","binaryMediaTypes":[1]}""", "class java.lang.Integer can not be converted to an String")]
    [InlineData("""{"name":"a","binaryMediaTypes":[null]}""", "class java.lang.Object can not be converted to an String")]
    [InlineData("""{"name":"a","tags":{"a":null}}""", "class java.lang.Object can not be converted to an String")]
    [InlineData("""{"name":"a","tags":{"a":{}}}""", "class java.util.LinkedHashMap can not be converted to an String")]
    [InlineData("""{"name":"a","disableExecuteApiEndpoint":0}""", "class java.lang.Integer can not be converted to an Boolean")]
    public async Task Rejects_WrongTypes(string body, string message)
    {
        (await App.PostAsync("/restapis", body)).ShouldBeError(400, "SerializationException", message);
        (await App.GetAsync("/restapis")).ShouldBe(200, """{"item":[]}""");
    }

    [Theory]
    [InlineData("\"🔑 é \\u0000 \\\" <script>\"")]
    [InlineData("\"\\ud83d\\udd11\"")]
    public async Task Accepts_AnyText(string name)
    {
        var created = (await App.PostAsync("/restapis", $$"""{"name":{{name}}, "unknown":[1,null], "description":null}""")).ShouldSucceed();
        created["name"].ShouldBe(System.Text.Json.Nodes.JsonNode.Parse(name)!.ToString());
        (await App.GetAsync($"/restapis/{created["id"]}")).ShouldBe(200, created.Body);
    }

    [Fact]
    public async Task Rejects_BodiesOverTenMegabytes()
    {
        const string message = "Request body is too large. It may have at most 10485760 bytes.";
        (await SendRawAsync("POST /restapis HTTP/1.1\r\nHost: a\r\nContent-Length: 10485761\r\n\r\n")).ShouldSatisfyAllConditions(
            answer => answer.ShouldStartWith("HTTP/1.1 413 "),
            answer => answer.ShouldContain("x-amzn-ErrorType: RequestEntityTooLargeException"),
            answer => answer.ShouldEndWith($$"""{"message":"{{message}}"}"""));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/restapis")
        {
            Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"name":"{{new string('x', 10 * 1024 * 1024)}}"}"""))),
        };
        chunked.Headers.TransferEncodingChunked = true;
        (await App.SendAsync(chunked)).ShouldBeError(413, "RequestEntityTooLargeException", message);
        (await App.GetAsync("/restapis")).ShouldBe(200, """{"item":[]}""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accepts_LargeBodiesUnderTheLimit_UnlessTheItemIsTooLarge(bool chunked)
    {
        async Task<Reply> SendAsync(int unknownBytes, int nameBytes)
        {
            var body = $$"""{"name":"{{new string('n', nameBytes)}}","unknown":"{{new string('x', unknownBytes)}}"}""";
            using var request = new HttpRequestMessage(HttpMethod.Post, "/restapis") { Content = new StringContent(body) };
            request.Headers.TransferEncodingChunked = chunked;
            return await App.SendAsync(request);
        }

        (await SendAsync(9_000_000, 1)).Status.ShouldBe(201);
        var refused = await SendAsync(1, 500_000);
        (refused.Status, refused.Header("x-amzn-ErrorType")).ShouldBe((413, "RequestEntityTooLargeException"));
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nZZZ\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n{\"nam\r\nQ")]
    public async Task Rejects_BrokenBodies(string rest)
    {
        var answer = await SendRawAsync($"POST /restapis HTTP/1.1\r\nHost: a\r\n{rest}");
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("x-amzn-ErrorType: BadRequestException");
        App.Log.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/restapis/")]
    [InlineData("PUT", "/restapis")]
    [InlineData("DELETE", "/account")]
    [InlineData("BREW", "/restapis")]
    [InlineData("GET", "/restapis/a/cars")]
    [InlineData("POST", "/restapis/a/stages/b")]
    [InlineData("OPTIONS", "/restapis")]
    public async Task UnknownOperations_AreNotFound(string method, string path)
    {
        var reply = await App.SendAsync(method, path);
        if (path == "/restapis/")
        {
            reply.ShouldBe(200, """{"item":[]}""");
            return;
        }

        reply.ShouldBeNotFound($"There is no operation {method} {path}");
    }

    [Fact]
    public async Task Head_OfAnything_HasNoBody()
    {
        var reply = await App.SendAsync("HEAD", "/restapis");
        (reply.Status, reply.Body, reply.Header("x-amzn-ErrorType")).ShouldBe((404, "", "NotFoundException"));
        App.Log.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("%2F")]
    [InlineData("a%2F..%2Fb")]
    [InlineData("%2e%2e%2f")]
    [InlineData("%25")]
    [InlineData("%F0%9F%94%91")]
    [InlineData("%FF")]
    [InlineData("a%0d%0ab")]
    [InlineData("%7F")]
    [InlineData("'%3B--")]
    [InlineData("a%23b")]
    [InlineData("API")]
    public async Task HostileIds_FindNothing(string id)
    {
        var (api, stage, deployment) = await CreateStageAsync();
        foreach (var path in new[] { $"/restapis/{id}", $"{api}/stages/{id}", $"{api}/deployments/{id}", $"{api}/resources/{id}", $"/domainnames/{id}", $"{api}/stages/{id}/history", $"{api}/resources/{id}/methods/{id}" })
        {
            foreach (var method in new[] { "GET", "DELETE" })
            {
                var answer = await SendRawAsync($"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                answer.ShouldStartWith("HTTP/1.1 404 ", customMessage: $"{method} {path}\n{answer}");
                answer.ShouldContain("x-amzn-ErrorType: NotFoundException");
            }
        }

        (await App.GetAsync(stage))["deploymentId"].ShouldBe(deployment);
        App.Log.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET /restapis/../../etc/passwd HTTP/1.1", 404)]
    [InlineData("GET /restapis/%00 HTTP/1.1", 400)]
    [InlineData("GET /restapis/%zz HTTP/1.1", 404)]
    public async Task HostilePaths_AreRefused(string line, int status) =>
        (await SendRawAsync($"{line}\r\nHost: a\r\nConnection: close\r\n\r\n")).ShouldStartWith($"HTTP/1.1 {status} ");

    [Fact]
    public async Task HostilePaths_TenKilobytes_AreRefused()
    {
        (await App.GetAsync($"/restapis/{new string('a', 7000)}")).ShouldBeNotFound($"Invalid API identifier specified 123456789012:{new string('a', 7000)}");
        (await App.GetAsync($"/restapis/{new string('a', 10_000)}")).Status.ShouldBe(414);
    }

    private async Task<string> SendRawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(App.Address.Host, App.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));

        // Up to the end of an error's body: a server that waits for the rest of a request keeps the connection.
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!answer.ToString().EndsWith('}'))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                break;
            }

            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }
}
