using System.Text;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Integrations.LambdaProxy;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Integrations.LambdaProxy;

public sealed class ProxyEventTests
{
    private static readonly DateTimeOffset Arrival = new(2020, 3, 4, 19, 15, 17, 250, TimeSpan.Zero);

    [Fact]
    public void Is_the_whole_event_of_payload_format_1()
    {
        var request = FakeExchange.Matched(
            "POST",
            "/pets/a%2Bb",
            "q=1&q=x+y%21&flag",
            """{"name":"Rex"}""",
            [
                ("Host", "abcdefghij.execute-api.us-east-1.amazonaws.com"),
                ("User-Agent", "tests/1"),
                ("X-Many", "one"),
                ("x-many", "two"),
                ("X-Forwarded-For", "198.51.100.7"),
                ("X-Amzn-Trace-Id", "Root=1-5e5ffee5-0123456789abcdef01234567"),
                ("Content-Type", "application/json"),
                ("Content-Length", "14"),
                ("Connection", "keep-alive"),
            ],
            time: new FrozenTime(Arrival));

        Write(request, new BinaryMediaTypes([])).ShouldBe(Line($$$"""
            {"resource":"/pets/{id}","path":"/pets/a%2Bb","httpMethod":"POST",
            "headers":{"Host":"abcdefghij.execute-api.us-east-1.amazonaws.com","User-Agent":"tests/1","X-Many":"two","Content-Type":"application/json",
            "X-Amzn-Trace-Id":"Root=1-5e5ffee5-0123456789abcdef01234567","X-Forwarded-For":"198.51.100.7, 192.0.2.1","X-Forwarded-Port":"443","X-Forwarded-Proto":"https"},
            "multiValueHeaders":{"Host":["abcdefghij.execute-api.us-east-1.amazonaws.com"],"User-Agent":["tests/1"],"X-Many":["one","two"],"Content-Type":["application/json"],
            "X-Amzn-Trace-Id":["Root=1-5e5ffee5-0123456789abcdef01234567"],"X-Forwarded-For":["198.51.100.7, 192.0.2.1"],"X-Forwarded-Port":["443"],"X-Forwarded-Proto":["https"]},
            "queryStringParameters":{"q":"x y!","flag":""},"multiValueQueryStringParameters":{"q":["1","x y!"],"flag":[""]},
            "pathParameters":{"id":"a%2Bb"},"stageVariables":{"color":"red"},
            "requestContext":{"resourceId":"res2","resourcePath":"/pets/{id}","httpMethod":"POST","extendedRequestId":"{{{request.ExtendedRequestId}}}",
            "requestTime":"04/Mar/2020:19:15:17 +0000","path":"/prod/pets/a%2Bb","accountId":"123456789012","protocol":"HTTP/1.1","stage":"prod",
            "domainPrefix":"abcdefghij","requestTimeEpoch":1583349317250,"requestId":"{{{request.RequestId}}}",
            "identity":{"cognitoIdentityPoolId":null,"accountId":null,"cognitoIdentityId":null,"caller":null,"sourceIp":"192.0.2.1","principalOrgId":null,
            "accessKey":null,"cognitoAuthenticationType":null,"cognitoAuthenticationProvider":null,"userArn":null,"userAgent":"tests/1","user":null},
            "domainName":"abcdefghij.execute-api.us-east-1.amazonaws.com","deploymentId":"dep001","apiId":"abcdefghij"},
            "body":"{\"name\":\"Rex\"}","isBase64Encoded":false}
            """));
    }

    [Fact]
    public void Has_nulls_for_what_is_not_there()
    {
        var json = Write(FakeExchange.Matched("GET", "/pets", resource: "/pets"), new BinaryMediaTypes(["*/*"]));

        json.ShouldContain("\"queryStringParameters\":null,\"multiValueQueryStringParameters\":null,\"pathParameters\":null");
        json.ShouldEndWith("\"body\":null,\"isBase64Encoded\":false}");
    }

    [Fact]
    public void A_binary_body_is_base64()
    {
        var request = FakeExchange.Matched("POST", "/pets/1", body: "raw", headers: [("Content-Type", "image/png; x=y")]);

        Write(request, new BinaryMediaTypes(["image/*"])).ShouldEndWith("\"body\":\"cmF3\",\"isBase64Encoded\":true}");
    }

    [Fact]
    public void Header_bytes_are_read_as_utf_8()
    {
        var request = FakeExchange.Matched("GET", "/pets/1", headers: [("X-Name", Encoding.Latin1.GetString("é"u8))]);

        Write(request, new BinaryMediaTypes([])).ShouldContain("\"X-Name\":\"é\"");
    }

    private static string Write(RequestContext request, BinaryMediaTypes binaryTypes)
    {
        var output = new PooledBytes();
        ProxyEvent.Write(request, binaryTypes, output);
        return Encoding.UTF8.GetString(output.Span);
    }

    private static string Line(string text) => text.ReplaceLineEndings("");

    private sealed class FrozenTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
