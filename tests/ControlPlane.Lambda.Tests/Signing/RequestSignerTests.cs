using System.Text;
using Amazon.Runtime;
using ControlPlane.Lambda.Signing;

namespace ControlPlane.Lambda.Tests.Signing;

/// <summary>Signatures compared with AWS's published test suite for Signature Version 4.</summary>
public sealed class RequestSignerTests
{
    private const string AccessKey = "AKIDEXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Theory]
    [InlineData("get-vanilla", "GET", "/", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("post-vanilla", "POST", "/", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("get-vanilla-query-order-encoded", "GET", "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1", "host;x-amz-date", "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac")]
    [InlineData("get-vanilla-query-unreserved", "GET", "/?" + Unreserved + "=" + Unreserved, "host;x-amz-date", "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197")]
    [InlineData("get-header-value-trim", "GET", "/", "host;my-header1;my-header2;x-amz-date", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736", "My-Header1", " value1", "My-Header2", " \"a   b   c\"")]
    [InlineData("get-header-value-order", "GET", "/", "host;my-header1;x-amz-date", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01", "My-Header1", "value4", "My-Header1", "value1", "My-Header1", "value3", "My-Header1", "value2")]
    public async Task Signs_as_AWS_does(string vector, string method, string target, string signedHeaders, string signature, params string[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), "https://example.amazonaws.com" + target);
        for (var i = 0; i < headers.Length; i += 2)
        {
            request.Headers.TryAddWithoutValidation(headers[i], headers[i + 1]);
        }

        (await AuthorizationAsync(request, new BasicAWSCredentials(AccessKey, SecretKey))).ShouldBe(Expected(signedHeaders, signature), vector);
    }

    [Fact]
    public async Task Signs_the_session_token()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "https://example.amazonaws.com/");
        var credentials = new SessionAWSCredentials(
            AccessKey, SecretKey, "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267");

        (await AuthorizationAsync(request, credentials)).ShouldBe(Expected(
            "host;x-amz-date;x-amz-security-token", "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"));
    }

    [Fact]
    public async Task Signs_the_body_and_its_headers()
    {
        var body = Encoding.UTF8.GetBytes("Param1=value1");
        var request = new HttpRequestMessage(HttpMethod.Post, "https://example.amazonaws.com/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        request.Content.Headers.TryAddWithoutValidation("Content-Length", "13");
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e");

        (await AuthorizationAsync(request, new BasicAWSCredentials(AccessKey, SecretKey), body)).ShouldBe(Expected(
            "content-length;content-type;host;x-amz-content-sha256;x-amz-date", "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b"));
    }

    [Fact]
    public void Paths_are_encoded_once_more_than_they_are_sent()
    {
        var address = new Uri("https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af/invocations");

        CanonicalRequest.Of(new HttpRequestMessage(HttpMethod.Post, address), default).Text
            .ShouldStartWith("POST\n/2015-03-31/functions/arn%253Aaws%253Alambda%253Aus-east-1%253A1%253Afunction%253Af/invocations\n\nhost:lambda.us-east-1.amazonaws.com\n");
    }

    private static async Task<string> AuthorizationAsync(HttpRequestMessage request, AWSCredentials credentials, byte[]? body = null)
    {
        await new RequestSigner(credentials, "us-east-1", "service", new FrozenTime()).SignAsync(request, body);
        return request.Headers.NonValidated["Authorization"].ToString();
    }

    private static string Expected(string signedHeaders, string signature) =>
        $"AWS4-HMAC-SHA256 Credential={AccessKey}/20150830/us-east-1/service/aws4_request, SignedHeaders={signedHeaders}, Signature={signature}";
}
