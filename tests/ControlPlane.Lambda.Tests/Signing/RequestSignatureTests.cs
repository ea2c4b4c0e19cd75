using System.Security.Cryptography;
using System.Text;
using ControlPlane.Domain.Errors;
using ControlPlane.Lambda.Signing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ControlPlane.Lambda.Tests.Signing;

/// <summary>Requests that come, checked against AWS's published signatures.</summary>
public sealed class RequestSignatureTests
{
    public static TheoryData<int> Vectors => [.. Enumerable.Range(0, SigningVector.All.Length)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Accepts_what_AWS_signed(int vector)
    {
        var (_, request, body) = Received(vector);

        var signature = RequestSignature.Of(request);

        signature.AccessKeyId.ShouldBe(SigningVector.AccessKey);
        signature.Service.ShouldBe("service");
        signature.Time.ShouldBe(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
        signature.Lifetime.ShouldBeNull();
        IsOf(request, body).ShouldBeTrue(SigningVector.All[vector].Name);
        IsOf(request, body, secret: SigningVector.SecretKey + "x").ShouldBeFalse();
    }

    [Fact]
    public void Rejects_every_request_that_differs_in_one_character()
    {
        var mutations =
            from vector in Gen.Choose(0, SigningVector.All.Length - 1)
            from part in Gen.Elements("method", "target", "host", "date", "header", "body", "credential", "signature", "signedHeaders")
            from index in Gen.Choose(0, 200)
            from replacement in Gen.Elements("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".ToCharArray())
            select (vector, part, index, replacement);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5000),
            Prop.ForAll(mutations.ToArbitrary(), mutation =>
            {
                var (vector, request, body) = Received(mutation.vector);
                return !Mutate(vector, request, ref body, mutation.part, mutation.index, mutation.replacement) || !Holds(request, body);
            }));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_position_of_a_signature_and_its_credential_counts(int vector)
    {
        var length = Received(vector).Request.Headers.Authorization.ToString().Length;
        for (var i = "AWS4-HMAC-SHA256 Credential=".Length; i < length; i++)
        {
            var (_, request, body) = Received(vector);
            var header = request.Headers.Authorization.ToString();
            if (char.IsAsciiLetterOrDigit(header[i]))
            {
                request.Headers.Authorization = Replaced(header, i, header[i] == '0' ? '1' : '0');
                Holds(request, body).ShouldBeFalse($"{i} of {header}");
            }
        }
    }

    [Theory]
    [InlineData("/?X-Amz-Expires=60&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request", true)]
    [InlineData("/?X-Amz-Expires=61&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request", false)]
    [InlineData("/?X-Amz-Expires=60&X-Amz-Date=20150830T123601Z&X-Amz-SignedHeaders=host&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request", false)]
    public void Presigned_requests_carry_it_in_the_query(string target, bool isSigned)
    {
        // Signed for the first target.
        const string signed = "GET\n/\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host\nhost:example.amazonaws.com\n\nhost\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        var key = "AWS4" + SigningVector.SecretKey;
        var derived = new[] { "20150830", "us-east-1", "service", "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes(key), (k, text) => HMACSHA256.HashData(k, Encoding.UTF8.GetBytes(text)));
        var toSign = $"AWS4-HMAC-SHA256\n20150830T123600Z\n{SigningVector.Scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signed)))}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(derived, Encoding.UTF8.GetBytes(toSign)));
        var request = Request("GET", $"{target}&X-Amz-Signature={signature}");

        RequestSignature.Of(request).Lifetime.ShouldBe(TimeSpan.FromSeconds(isSigned || target.Contains("=60", StringComparison.Ordinal) ? 60 : 61));
        IsOf(request, []).ShouldBe(isSigned);
    }

    [Theory]
    [InlineData(null, ErrorType.MissingAuthenticationTokenException, "Missing Authentication Token")]
    [InlineData("Bearer abc", ErrorType.IncompleteSignatureException, "The Authorization header must be one of AWS4-HMAC-SHA256.")]
    [InlineData("AWS4-HMAC-SHA256 Credential", ErrorType.IncompleteSignatureException, "The Authorization header must consist of different key=value pairs.")]
    [InlineData("AWS4-HMAC-SHA256 Signature=a, Signature=b", ErrorType.IncompleteSignatureException, "The Authorization header must consist of different key=value pairs.")]
    [InlineData("AWS4-HMAC-SHA256 Signature=a", ErrorType.IncompleteSignatureException, "Authorization header requires 'Credential' parameter. Authorization header requires 'SignedHeaders' parameter.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20150830/r/s, SignedHeaders=host, Signature=a", ErrorType.IncompleteSignatureException, "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20150830/r/s/aws4_request, SignedHeaders=Host, Signature=a", ErrorType.IncompleteSignatureException, "SignedHeaders must be different names in lower case, separated by semicolons.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20150830/r/s/aws3_request, SignedHeaders=host;x-amz-date, Signature=a", ErrorType.InvalidSignatureException, "Credential should be scoped with a valid terminator: 'aws4_request'.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20150831/r/s/aws4_request, SignedHeaders=host;x-amz-date, Signature=a", ErrorType.InvalidSignatureException, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20150830/r/s/aws4_request, SignedHeaders=x-amz-date, Signature=a", ErrorType.InvalidSignatureException, "'Host' must be a 'SignedHeader' in the AWS Authorization.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20150830/r/s/aws4_request, SignedHeaders=host, Signature=a", ErrorType.InvalidSignatureException, "There were headers present in the request which were not signed.")]
    public void Rejects_what_is_no_whole_signature(string? authorization, ErrorType type, string message)
    {
        var request = Request("GET", "/");
        request.Headers["X-Amz-Date"] = SigningVector.Time;
        request.Headers.Authorization = authorization;

        var refusal = Should.Throw<ApiException>(() => RequestSignature.Of(request));

        (refusal.Type, refusal.Message).ShouldBe((type, message));
    }

    [Theory]
    [InlineData("/?a=b+c", "/?a=b%20c", true)]
    [InlineData("/?a=b+c", "/?a=b%2Bc", false)]
    [InlineData("/?a=b%2fc", "/?a=b/c", true)]
    [InlineData("/a%2fb", "/a/b", false)]
    [InlineData("/a%2Fb", "/a%2fb", false)]
    [InlineData("/a/../b", "/b", true)]
    [InlineData("/a/%2E%2E/b", "/b", false)]
    [InlineData("http://example.amazonaws.com/a?b=c", "/a?b=c", true)]
    [InlineData("http://example.amazonaws.com", "/", true)]
    [InlineData("/a/", "/a", false)]
    public void What_means_the_same_is_signed_the_same(string target, string other, bool isSame) =>
        (Canonical(target) == Canonical(other)).ShouldBe(isSame, $"{Canonical(target)}\n\n{Canonical(other)}");

    [Fact]
    public void The_date_may_be_in_the_Date_header()
    {
        var request = Request("GET", "/");
        request.Headers.Authorization = $"AWS4-HMAC-SHA256 Credential=a/{SigningVector.Scope}, SignedHeaders=date;host, Signature=a";
        Should.Throw<ApiException>(() => RequestSignature.Of(request)).Message
            .ShouldBe("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");

        request.Headers.Date = "Sun, 30 Aug 2015 12:36:00 GMT";

        RequestSignature.Of(request).Time.ShouldBe(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
    }

    private static string Canonical(string target) => CanonicalRequest.Of(Request("GET", target), ["host"], "hash").Text;

    private static HttpRequest Request(string method, string target)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        context.Request.Method = method;
        context.Request.QueryString = new QueryString(target.Contains('?', StringComparison.Ordinal) ? target[target.IndexOf('?', StringComparison.Ordinal)..] : "");
        context.Request.Headers.Host = "example.amazonaws.com";
        return context.Request;
    }

    private static (SigningVector Vector, HttpRequest Request, byte[] Body) Received(int vector) =>
        (SigningVector.All[vector], SigningVector.All[vector].Received(), SigningVector.All[vector].BodyBytes);

    private static bool Holds(HttpRequest request, byte[] body)
    {
        try
        {
            return RequestSignature.Of(request).AccessKeyId == SigningVector.AccessKey && IsOf(request, body);
        }
        catch (ApiException)
        {
            return false;
        }
    }

    private static bool IsOf(HttpRequest request, byte[] body, string secret = SigningVector.SecretKey) =>
        RequestSignature.Of(request).IsOf(request, Convert.ToHexStringLower(SHA256.HashData(body)), secret);

    /// <summary>Changes one character; false when there is none there, or when it means the same.</summary>
    private static bool Mutate(SigningVector vector, HttpRequest request, ref byte[] body, string part, int index, char replacement)
    {
        var feature = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>();
        switch (part)
        {
            case "method":
                return Change(request.Method, text => request.Method = text);
            case "target":
                // Dot segments that go away again may be called anything, and percent-encoding has two cases.
                return !vector.Name.StartsWith("get-relative", StringComparison.Ordinal)
                    && !feature.RawTarget.Contains('%', StringComparison.Ordinal)
                    && Change(feature.RawTarget, text => feature.RawTarget = text);
            case "host":
                return Change(request.Headers.Host.ToString(), text => request.Headers.Host = text);
            case "date":
                return Change(request.Headers["X-Amz-Date"].ToString(), text => request.Headers["X-Amz-Date"] = text);
            case "header":
                if (vector.Headers.Length == 0)
                {
                    return false;
                }

                var (name, value) = vector.Headers[index % vector.Headers.Length];
                return Change(value, text => request.Headers[name] = text);
            case "body":
                var changed = vector.Body;
                var isChanged = Change(vector.Body, text => changed = text);
                body = Encoding.UTF8.GetBytes(changed);
                return isChanged;
            default:
                var header = request.Headers.Authorization.ToString();
                var start = header.IndexOf(part, StringComparison.OrdinalIgnoreCase) + part.Length + 1;
                var end = header.IndexOf(',', start);
                var was = end < 0 ? header[start..] : header[start..end];
                return Change(was, text => request.Headers.Authorization = header[..start] + text + (end < 0 ? "" : header[end..]));
        }

        bool Change(string text, Action<string> set)
        {
            if (text.Length == 0)
            {
                return false;
            }

            var at = index % text.Length;
            set(Replaced(text, at, replacement));
            return text[at] != replacement;
        }
    }

    private static string Replaced(string text, int index, char replacement) => string.Concat(text.AsSpan(0, index), [replacement], text.AsSpan(index + 1));
}
