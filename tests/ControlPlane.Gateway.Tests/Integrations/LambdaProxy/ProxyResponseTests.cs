using System.Text;
using ControlPlane.Gateway.Integrations.LambdaProxy;

namespace ControlPlane.Gateway.Tests.Integrations.LambdaProxy;

public sealed class ProxyResponseTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"statusCode":200}{}""")]
    [InlineData("""{"statusCode":200,"wrongValue":1}""")]
    [InlineData("""{"statusCode":"test"}""")]
    [InlineData("""{"statusCode":20.5}""")]
    [InlineData("""{"statusCode":true}""")]
    [InlineData("""{"statusCode":null}""")]
    [InlineData("""{"statusCode":99}""")]
    [InlineData("""{"statusCode":600}""")]
    [InlineData("""{"body":{"a":1}}""")]
    [InlineData("""{"body":5}""")]
    [InlineData("""{"headers":[]}""")]
    [InlineData("""{"headers":{"a":{}}}""")]
    [InlineData("""{"headers":{"a":["b"]}}""")]
    [InlineData("""{"multiValueHeaders":{"a":"b"}}""")]
    [InlineData("""{"multiValueHeaders":{"a":[{}]}}""")]
    [InlineData("""{"isBase64Encoded":"true","statusCode":200}""")]
    [InlineData("""{"statusCode":200""")]
    public void Rejects(string payload) => Parse(payload).ShouldBeNull();

    [Theory]
    [InlineData("""{"statusCode":201}""", 201, "")]
    [InlineData("""{"statusCode":"201"}""", 201, "")]
    [InlineData("""{"body":"x"}""", 200, "x")]
    [InlineData("""{"statusCode":200,"body":null,"headers":null,"multiValueHeaders":null,"isBase64Encoded":null}""", 200, "")]
    [InlineData("""{"statusCode":200,"body":"a \"quoted\" \u00e9 line\n"}""", 200, "a \"quoted\" é line\n")]
    [InlineData("""{"statusCode":200,"body":"naïve"}""", 200, "naïve")]
    public void Accepts(string payload, int status, string body)
    {
        var response = Parse(payload).ShouldNotBeNull();

        response.Status.ShouldBe(status);
        Encoding.UTF8.GetString(response.Body.Span).ShouldBe(body);
    }

    [Theory]
    [InlineData("""{"headers":{"a":"1","b":true,"c":false,"d":5,"e":null}}""", "a=1 b=true c=false d=5")]
    [InlineData("""{"multiValueHeaders":{"A":["1","2"]}}""", "A=1 A=2")]
    [InlineData("""{"headers":{"a":"3","x":"y"},"multiValueHeaders":{"A":["1","2"]}}""", "A=1 A=2 A=3 x=y")]
    [InlineData("""{"headers":{"a":"2"},"multiValueHeaders":{"A":["1","2"]}}""", "A=1 A=2")]
    public void Merges_headers(string payload, string expected) =>
        string.Join(' ', Parse(payload).ShouldNotBeNull().Headers.Select(header => $"{header.Key}={header.Value}")).ShouldBe(expected);

    private static ProxyResponse? Parse(string payload) => ProxyResponse.TryParse(Encoding.UTF8.GetBytes(payload));
}
