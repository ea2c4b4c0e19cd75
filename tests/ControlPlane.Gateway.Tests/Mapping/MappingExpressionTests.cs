using System.Text;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Mapping;

public sealed class MappingExpressionTests
{
    [Theory]
    [InlineData("'static'", "static")]
    [InlineData("method.request.path.id", "7")]
    [InlineData("method.request.querystring.q", "2")]
    [InlineData("method.request.multivaluequerystring.q", "1,2")]
    [InlineData("method.request.header.X-Test", "b")]
    [InlineData("method.request.multivalueheader.X-Test", "a,b")]
    [InlineData("method.request.body", """{"a":{"b":[true]},"s":"text"}""")]
    [InlineData("method.request.body.a.b[0]", "true")]
    [InlineData("method.request.body.s", "text")]
    [InlineData("method.request.body.a.b[*]", "[true]")]
    [InlineData("method.request.body.a.b.length()", "1")]
    [InlineData("stageVariables.color", "red")]
    [InlineData("context.stage", "prod")]
    [InlineData("context.identity.sourceIp", "192.0.2.1")]
    [InlineData("integration.response.header.ETag", "v2")]
    [InlineData("integration.response.multivalueheader.ETag", "v1,v2")]
    [InlineData("integration.response.body.code", "5")]
    [InlineData("method.request.querystring.none", null)]
    [InlineData("method.request.body.none", null)]
    [InlineData("stageVariables.none", null)]
    [InlineData("context.none", null)]
    public void Resolves(string expression, string? expected) => Resolve(expression).ShouldBe(expected);

    [Theory]
    [InlineData("method.request.nothing.x")]
    [InlineData("method.request.body.a[")]
    [InlineData("free text")]
    public void Fails_on_what_it_does_not_support(string expression)
    {
        var failure = Should.Throw<GatewayFailure>(() => Resolve(expression));

        failure.Error.Status.ShouldBe(500);
        failure.Message.ShouldContain(expression);
    }

    [Theory]
    [InlineData("method.request.body.s", 400)]
    [InlineData("integration.response.body.s", 500)]
    public void A_text_that_is_no_Unicode_fails_as_a_body_that_is_no_JSON(string expression, int status)
    {
        var body = """{"s":"\ud800"}""";
        using var answer = new BackendAnswer(200, [], Encoding.UTF8.GetBytes(body));

        Should.Throw<GatewayFailure>(() => MappingExpression.Parse(expression).Resolve(FakeExchange.Matched("GET", "/pets/7", "", body), answer))
            .Error.Status.ShouldBe(status);
    }

    private static string? Resolve(string expression)
    {
        var request = FakeExchange.Matched(
            "GET", "/pets/7", "q=1&q=2", """{"a":{"b":[true]},"s":"text"}""", [("X-Test", "a"), ("x-test", "b")]);
        using var answer = new BackendAnswer(200, [new("ETag", "v1"), new("ETag", "v2")], Encoding.UTF8.GetBytes("""{"code":5}"""));
        return MappingExpression.Parse(expression).Resolve(request, answer);
    }
}
