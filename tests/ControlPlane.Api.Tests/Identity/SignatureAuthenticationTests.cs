using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using ControlPlane.Api.Identity;
using ControlPlane.Domain.Errors;
using ControlPlane.Lambda.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Api.Tests.Identity;

/// <summary>Signed requests over real sockets to a server whose body limit is 8 MB.</summary>
public sealed class SignatureAuthenticationTests : IAsyncLifetime, IDisposable
{
    private const int BodyLimit = 8 * 1024 * 1024;
    private const string Mismatch = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    private readonly VirtualClock _clock = new();
    private readonly AccessKey _key = new("AKIDWRITER", "a-secret-of-some-length", "arn:aws:iam::123456789012:user/writer");
    private readonly AccessKey _reader = new("AKIDREADER", "another-secret-of-length", "arn:aws:iam::123456789012:user/reader") { CanWrite = false };
    private readonly AccessKey _own = AccessKey.ForProcess("arn:aws:iam::123456789012:role/own");
    private readonly HttpClient _client = new();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var authentication = new SignatureAuthentication(new Keys(_key, _reader, _own), _clock, _ => BodyLimit);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            try
            {
                var caller = await authentication.AuthenticateAsync(context);
                (await authentication.AuthenticateAsync(context)).ShouldBeSameAs(caller);
                await context.Response.WriteAsync($"{caller.Arn} {caller.AccessKeyId} {caller.CanWrite} {Convert.ToHexStringLower(await SHA256.HashDataAsync(context.Request.Body))}");
            }
            catch (ApiException refusal)
            {
                context.Response.StatusCode = refusal.Type.Status();
                await context.Response.WriteAsync($"{refusal.Type}: {refusal.Message}");
            }
        });
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("GET", "/restapis", 0, false)]
    [InlineData("GET", "/restapis?limit=3&position=a%2Fb%3D&embed=a&embed=b", 0, false)]
    [InlineData("GET", "/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Fa%20b", 0, false)]
    [InlineData("POST", "/restapis", 0, false)]
    [InlineData("POST", "/restapis", 300, false)]
    [InlineData("PUT", "/restapis", 5_000_000, false)]
    [InlineData("PATCH", "/restapis/%C3%A9", 300, true)]
    [InlineData("PUT", "/restapis", 5_000_000, true)]
    [InlineData("PUT", "/restapis", BodyLimit, true)]
    public async Task Accepts_a_signed_request_and_leaves_its_body_unread(string method, string path, int length, bool isChunked)
    {
        var body = RandomNumberGenerator.GetBytes(length);

        var answer = await SendAsync(await SignedAsync(method, path, body, isChunked: isChunked));

        answer.ShouldBe($"200 {_key.Arn} {_key.Id} True {Convert.ToHexStringLower(SHA256.HashData(body))}");
    }

    [Fact]
    public async Task Reads_what_a_key_may_do() => (await SendAsync(await SignedAsync("GET", "/", key: _reader))).ShouldStartWith($"200 {_reader.Arn} {_reader.Id} False ");

    [Fact]
    public async Task Rejects_another_body()
    {
        var request = await SignedAsync("POST", "/restapis", "abc"u8.ToArray());
        request.Content = new ByteArrayContent("abd"u8.ToArray());

        (await SendAsync(request)).ShouldBe("403 InvalidSignatureException: " + Mismatch);
    }

    [Fact]
    public async Task Rejects_a_wrong_secret() =>
        (await SendAsync(await SignedAsync("GET", "/", key: new AccessKey(_key.Id, _key.Secret + "x", "")))).ShouldBe("403 InvalidSignatureException: " + Mismatch);

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(3_000_000)]
    public async Task Rejects_an_unknown_key(int length) =>
        (await SendAsync(await SignedAsync("POST", "/", new byte[length], new AccessKey("AKIDUNKNOWN", _key.Secret, ""))))
            .ShouldBe("403 UnrecognizedClientException: The security token included in the request is invalid.");

    [Fact]
    public async Task Rejects_a_session_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _app.Urls.First());
        await new RequestSigner(new SessionAWSCredentials(_key.Id, _key.Secret, "token"), "us-east-1", "apigateway", _clock).SignAsync(request, default);

        (await SendAsync(request)).ShouldStartWith("403 UnrecognizedClientException");
    }

    [Fact]
    public async Task Rejects_the_name_of_another_service() =>
        (await SendAsync(await SignedAsync("GET", "/", service: "s3"))).ShouldBe("403 InvalidSignatureException: Credential should be scoped to correct service: 'apigateway'.");

    [Theory]
    [InlineData("lambda", "eu-west-1")]
    [InlineData("execute-api", "us-east-1")]
    public async Task Accepts_both_services_in_any_region(string service, string region) =>
        (await SendAsync(await SignedAsync("GET", "/", service: service, region: region))).ShouldStartWith("200");

    [Fact]
    public async Task Rejects_a_body_that_is_too_long() =>
        (await SendAsync(await SignedAsync("POST", "/", new byte[BodyLimit + 1]))).ShouldBe($"413 RequestEntityTooLargeException: Request body is too large. It may have at most {BodyLimit} bytes.");

    [Fact]
    public async Task Clocks_may_be_five_minutes_apart()
    {
        var request = await SignedAsync("GET", "/");
        var ahead = await SignedAsync("GET", "/ahead", at: TimeSpan.FromMinutes(5));
        var wayAhead = await SignedAsync("GET", "/", at: TimeSpan.FromSeconds(301));
        var now = _clock.GetUtcNow();
        (await SendAsync(ahead)).ShouldStartWith("200");
        (await SendAsync(wayAhead)).ShouldBe(
            $"403 InvalidSignatureException: Signature not yet current: {Text(now.AddSeconds(301))} is still later than {Text(now.AddMinutes(5))} ({Text(now)} + 5 min.)");

        _clock.Advance(TimeSpan.FromMinutes(5));
        (await SendAsync(await CopyAsync(request))).ShouldStartWith("200");
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await SendAsync(request)).ShouldBe(
            $"403 InvalidSignatureException: Signature expired: {Text(now)} is now earlier than {Text(now.AddSeconds(1))} ({Text(now.AddSeconds(301))} - 5 min.)");
    }

    [Fact]
    public async Task A_signature_allows_one_change_and_any_number_of_reads()
    {
        var read = await SignedAsync("GET", "/");
        var change = await SignedAsync("POST", "/", "abc"u8.ToArray());
        var copies = new List<HttpRequestMessage>();
        for (var i = 0; i < 3; i++)
        {
            copies.Add(await CopyAsync(change));
            (await SendAsync(await CopyAsync(read))).ShouldStartWith("200");
        }

        (await SendAsync(change)).ShouldStartWith("200");

        // At once it may be an honest repetition: it is told to sign again, once a second has passed.
        var soon = SendAsync(copies[0]);
        await _clock.WaitedForAsync();
        soon.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await soon).ShouldBe("429 TooManyRequestsException: An equal request was signed in the same second. A signature allows one change; sign the request again to repeat it.");
        (await SendAsync(await SignedAsync("POST", "/", "abc"u8.ToArray()))).ShouldStartWith("200");

        _clock.Advance(TimeSpan.FromSeconds(3));
        (await SendAsync(copies[1])).ShouldBe("403 InvalidSignatureException: The signature was used before. A signature allows one change; sign the request again.");
        _clock.Advance(TimeSpan.FromMinutes(5));
        (await SendAsync(copies[2])).ShouldStartWith("403 InvalidSignatureException: Signature expired");
    }

    [Fact]
    public async Task A_refused_signature_is_not_spent()
    {
        var wrong = await SignedAsync("POST", "/", key: new AccessKey(_key.Id, "wrong", ""));
        (await SendAsync(await CopyAsync(wrong))).ShouldStartWith("403");
        (await SendAsync(wrong)).ShouldBe("403 InvalidSignatureException: " + Mismatch);
    }

    [Fact]
    public async Task The_process_may_repeat_its_own_requests()
    {
        var request = await SignedAsync("POST", "/", key: _own);
        (await SendAsync(await CopyAsync(request))).ShouldStartWith($"200 {_own.Arn}");
        (await SendAsync(request)).ShouldStartWith($"200 {_own.Arn}");
    }

    [Fact]
    public void Only_so_many_signatures_are_remembered_and_then_changes_wait()
    {
        var spent = new SpentSignatures(_clock, TimeSpan.FromMinutes(5), capacity: 2);
        var now = _clock.GetUtcNow();
        spent.TrySpend(now, 1, out _).ShouldBeTrue();
        spent.TrySpend(now, 2, out _).ShouldBeTrue();
        spent.TrySpend(now, 3, out var age).ShouldBeFalse();
        age.ShouldBeNull();
        spent.TrySpend(now, 1, out age).ShouldBeFalse();
        age.ShouldBe(TimeSpan.Zero);

        _clock.Advance(TimeSpan.FromMinutes(7));

        spent.TrySpend(_clock.GetUtcNow(), 3, out _).ShouldBeTrue();
        spent.TrySpend(_clock.GetUtcNow(), 4, out _).ShouldBeTrue();
        spent.TrySpend(_clock.GetUtcNow(), 5, out _).ShouldBeFalse();
    }

    private static string Text(DateTimeOffset time) => RequestSignature.TimeText(time);

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request);
            return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }
    }

    private async Task<HttpRequestMessage> SignedAsync(
        string method, string path, byte[]? body = null, AccessKey? key = null, string service = "apigateway", string region = "us-east-1", TimeSpan at = default, bool isChunked = false)
    {
        key ??= _key;
        var request = new HttpRequestMessage(new HttpMethod(method), _app.Urls.First() + path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        var signer = new RequestSigner(new BasicAWSCredentials(key.Id, key.Secret), region, service, new Shifted(_clock, at));
        await signer.SignAsync(request, body);
        if (isChunked)
        {
            request.Headers.TransferEncodingChunked = true;
        }

        return request;
    }

    private static async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        if (request.Content is not null)
        {
            copy.Content = new ByteArrayContent(await request.Content.ReadAsByteArrayAsync());
        }

        return copy;
    }

    private sealed class Keys(params AccessKey[] keys) : IAccessKeys
    {
        public AccessKey? Find(string id) => Array.Find(keys, key => key.Id == id);
    }

    private sealed class Shifted(TimeProvider time, TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + by;
    }
}
