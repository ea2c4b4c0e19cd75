using System.Text;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Integrations.Http;

/// <summary>Bodies of mapped integrations between bytes and text (AWS: contentHandling).</summary>
public sealed class ContentHandlingTests
{
    // "hi" in base64, and bytes that are no text with theirs.
    private const string Encoded = "aGk=";
    private const string Bytes = "\u00FF\u0080";
    private const string BytesEncoded = "/4A=";

    [Theory]
    [InlineData("text/plain", null, "hi", "hi")]
    [InlineData("text/plain", ContentHandling.ConvertToText, "hi", "hi")]
    [InlineData("text/plain", ContentHandling.ConvertToBinary, Encoded, "hi")]
    [InlineData("text/plain", ContentHandling.ConvertToBinary, "no base64!", null)]
    [InlineData("image/png", null, Bytes, Bytes)]
    [InlineData("image/png", ContentHandling.ConvertToBinary, Bytes, Bytes)]
    [InlineData("image/png; q=1", ContentHandling.ConvertToText, Bytes, BytesEncoded)]
    public async Task Requests(string contentType, ContentHandling? handling, string sent, string? arrives)
    {
        await using var backend = await EchoBackend.StartAsync();
        string? arrived = null;
        backend.ReadsLatin1 = true;
        backend.Answer = context =>
        {
            arrived = backend.Body;
            return Task.CompletedTask;
        };
        await using var gateway = await StartAsync(backend, handling, null, [], []);

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", Body(sent), ("Content-Type", contentType));

        ((int)response.StatusCode).ShouldBe(arrives is null ? 500 : 200);
        arrived.ShouldBe(arrives);
    }

    [Theory]
    [InlineData("text/plain", "text/plain", null, "hi", "hi")]
    [InlineData("text/plain", "text/plain", ContentHandling.ConvertToText, "hi", "hi")]
    [InlineData("text/plain", "text/plain", ContentHandling.ConvertToBinary, Encoded, "hi")]
    [InlineData("text/plain", "image/png", null, Encoded, "hi")]
    [InlineData("text/plain", "image/png", null, "no base64!", null)]
    [InlineData("text/plain", "image/png, text/plain", null, Encoded, "hi")]
    [InlineData("text/plain", "text/plain, image/png", null, Encoded, Encoded)]
    [InlineData("text/plain", "image/png", ContentHandling.ConvertToBinary, Encoded, "hi")]
    [InlineData("text/plain", "image/png", ContentHandling.ConvertToText, "hi", "hi")]
    [InlineData("image/png", "text/plain", null, Bytes, BytesEncoded)]
    [InlineData("image/png", "text/plain", ContentHandling.ConvertToText, Bytes, BytesEncoded)]
    [InlineData("image/png", "text/plain", ContentHandling.ConvertToBinary, Bytes, Bytes)]
    [InlineData("image/png", "image/png;q=0.5", null, Bytes, Bytes)]
    [InlineData("image/png", "image/png", ContentHandling.ConvertToBinary, Bytes, Bytes)]
    [InlineData("image/png", "image/png", ContentHandling.ConvertToText, Bytes, BytesEncoded)]
    public async Task Responses(string contentType, string accept, ContentHandling? handling, string answered, string? arrives)
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = context =>
        {
            context.Response.ContentType = contentType;
            return context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(answered)).AsTask();
        };
        await using var gateway = await StartAsync(backend, null, handling, [], []);

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", null, ("Accept", accept));

        ((int)response.StatusCode).ShouldBe(arrives is null ? 500 : 200);
        if (arrives is not null)
        {
            Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync()).ShouldBe(arrives);
        }
    }

    [Theory]
    [InlineData("image/png", null, 500, "")]
    [InlineData("image/png", ContentHandling.ConvertToBinary, 500, "")]
    [InlineData("image/png", ContentHandling.ConvertToText, 200, """{"b":"/4A="}""")]
    [InlineData("text/plain", ContentHandling.ConvertToBinary, 500, "")]
    public async Task No_template_reads_bytes_of_a_request(string contentType, ContentHandling? handling, int status, string arrives)
    {
        await using var backend = await EchoBackend.StartAsync();
        var template = new Dictionary<string, string?> { [contentType] = """{"b":"$input.body"}""" };
        await using var gateway = await StartAsync(backend, handling, null, template, []);

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", Body(contentType == "image/png" ? Bytes : Encoded), ("Content-Type", contentType));

        ((int)response.StatusCode).ShouldBe(status);
        backend.Body.ShouldBe(arrives);
    }

    [Theory]
    [InlineData("image/png", "image/png", null, Bytes, null)]
    [InlineData("image/png", "text/plain", ContentHandling.ConvertToBinary, Bytes, null)]
    [InlineData("image/png", "text/plain", null, Bytes, "</4A=>")]
    [InlineData("image/png", "image/png", ContentHandling.ConvertToText, Bytes, "</4A=>")]
    [InlineData("text/plain", "image/png", null, "hi", "<hi>")]
    public async Task No_template_reads_bytes_of_a_response(string contentType, string accept, ContentHandling? handling, string answered, string? arrives)
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = context =>
        {
            context.Response.ContentType = contentType;
            return context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(answered)).AsTask();
        };
        await using var gateway = await StartAsync(backend, null, handling, [], new() { ["application/json"] = "<$input.body>" });

        using var response = await gateway.SendAsync(HttpMethod.Post, "/x", null, ("Accept", accept));

        ((int)response.StatusCode).ShouldBe(arrives is null ? 500 : 200);
        if (arrives is not null)
        {
            (await response.Content.ReadAsStringAsync()).ShouldBe(arrives);
        }
    }

    [Theory]
    [InlineData(null, 500)]
    [InlineData(ContentHandling.ConvertToText, 200)]
    public async Task A_mock_of_an_API_whose_bodies_are_all_binary_needs_its_request_converted(ContentHandling? handling, int status)
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("OPTIONS", Sample.Mock("ok") with { ContentHandling = handling }), ["*/*"]);

        using var response = await gateway.SendAsync(HttpMethod.Options, "/x");

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(status == 200 ? "ok" : """{"message": "Internal server error"}""");
    }

    private static ByteArrayContent Body(string latin1) => new(Encoding.Latin1.GetBytes(latin1));

    private static Task<GatewayHost> StartAsync(
        EchoBackend backend,
        ContentHandling? request,
        ContentHandling? response,
        Dictionary<string, string?> requestTemplates,
        Dictionary<string, string?> responseTemplates) => GatewayHost.StartAsync(
        Sample.Method("POST", new Integration
        {
            Type = IntegrationType.Http,
            HttpMethod = "POST",
            Uri = backend.Address + "/y",
            CacheNamespace = "",
            ContentHandling = request,
            RequestTemplates = requestTemplates,
            IntegrationResponses = new Dictionary<string, IntegrationResponse>
            {
                ["200"] = new() { StatusCode = "200", ContentHandling = response, ResponseTemplates = responseTemplates },
            },
        }),
        ["image/png"]);
}
