using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ControlPlane.Lambda.Tests.Signing;

/// <summary>A request of AWS's published test suite for Signature Version 4, with its signature.</summary>
public sealed record SigningVector(string Name, string Method, string Target, string SignedHeaders, string Signature, (string Name, string Value)[] Headers, string Body = "")
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string Scope = "20150830/us-east-1/service/aws4_request";
    public const string Time = "20150830T123600Z";

    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Token = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";

    public static SigningVector[] All { get; } =
    [
        new("get-vanilla", "GET", "/", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", []),
        new("post-vanilla", "POST", "/", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b", []),
        new("get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500", []),
        new("get-vanilla-query-order-encoded", "GET", "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1", "host;x-amz-date", "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac", []),
        new("get-vanilla-query-unreserved", "GET", "/?" + Unreserved + "=" + Unreserved, "host;x-amz-date", "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197", []),
        new("get-unreserved", "GET", "/" + Unreserved, "host;x-amz-date", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f", []),
        new("get-relative", "GET", "/example/..", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", []),
        new("get-relative-relative", "GET", "/example1/example2/../..", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", []),
        new("get-slash", "GET", "//", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", []),
        new("get-slash-dot-slash", "GET", "/./", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", []),
        new("get-slashes", "GET", "//example//", "host;x-amz-date", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84", []),
        new("get-slash-pointless-dot", "GET", "/./example", "host;x-amz-date", "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5", []),
        new("get-header-value-trim", "GET", "/", "host;my-header1;my-header2;x-amz-date", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736", [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")]),
        new("get-header-value-order", "GET", "/", "host;my-header1;x-amz-date", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01", [("My-Header1", "value4"), ("My-Header1", "value1"), ("My-Header1", "value3"), ("My-Header1", "value2")]),
        new("post-sts-header-before", "POST", "/", "host;x-amz-date;x-amz-security-token", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead", [("X-Amz-Security-Token", "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==")]),
        new("get-session-token", "GET", "/", "host;x-amz-date;x-amz-security-token", "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8", [("X-Amz-Security-Token", Token)]),
        new("post-form", "POST", "/", "content-length;content-type;host;x-amz-content-sha256;x-amz-date", "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
            [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "13"), ("X-Amz-Content-Sha256", "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e")], "Param1=value1"),
    ];

    /// <summary>The request as it comes to a server.</summary>
    public HttpRequest Received()
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = Target;
        var request = context.Request;
        request.Method = Method;
        request.Headers.Host = "example.amazonaws.com";
        request.Headers["X-Amz-Date"] = Time;
        foreach (var header in Headers.GroupBy(header => header.Name))
        {
            request.Headers[header.Key] = header.Select(each => each.Value).ToArray();
        }

        request.Headers.Authorization = $"AWS4-HMAC-SHA256 Credential={AccessKey}/{Scope}, SignedHeaders={SignedHeaders}, Signature={Signature}";
        return request;
    }

    public byte[] BodyBytes => Encoding.UTF8.GetBytes(Body);

    public override string ToString() => Name;
}
