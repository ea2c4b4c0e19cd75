using System.Text;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Mapping;

public sealed class MappingTemplateTests
{
    private const string Input = """{"a":{"b":[1,"two"]},"n":null}""";

    [Theory]
    [InlineData("plain # text, 5 $ and $5", "plain # text, 5 $ and $5")]
    [InlineData("$input.body", Input)]
    [InlineData("<$input.json('$')>", "<" + Input + ">")]
    [InlineData("""$input.json("$.a.b[1]")""", "\"two\"")]
    [InlineData("$input.json('$.a.b[0]')", "1")]
    [InlineData("$input.json('$.none')", "\"\"")]
    [InlineData("$input.params('id')", "7%2B")]
    [InlineData("$input.params('q')", "x y")]
    [InlineData("$input.params('X-Test')", "header")]
    [InlineData("$input.params('none').", ".")]
    [InlineData("$stageVariables.color ${stageVariables.color}-$!{stageVariables.none}", "red red-")]
    [InlineData("$stageVariables['color']", "red")]
    [InlineData("$context.stage/$context.httpMethod $context.resourcePath.", "prod/GET /pets/{id}.")]
    [InlineData("$!context.identity.sourceIp", "192.0.2.1")]
    [InlineData("  \n{\"x\":1}\n", "{\"x\":1}")]
    public void Renders(string template, string expected) => Render(template, Input).ShouldBe(expected);

    [Fact]
    public void An_empty_body_renders_as_an_empty_object() => Render("$input.body", "").ShouldBe("{}");

    [Theory]
    [InlineData("#set($x = 1)x", "#set($x")]
    [InlineData("#if(true)x#end", "#if(true)x#end")]
    [InlineData("a ## comment", "##")]
    [InlineData("$input.path('$.a')", "$input.path('$.a')")]
    [InlineData("$util.escapeJavaScript($x)", "$util.escapeJavaScript($x)")]
    [InlineData("$input.params()", "$input.params()")]
    [InlineData("$input.json('$..a')", "$input.json('$..a')")]
    [InlineData("$unknown", "$unknown")]
    [InlineData("$stageVariables.color.length()", "$stageVariables.color.length()")]
    [InlineData("${context.stage", "${context.stage")]
    public void Fails_on_what_it_does_not_support(string template, string named)
    {
        var failure = Should.Throw<GatewayFailure>(() => Render(template, Input));

        failure.Error.Status.ShouldBe(500);
        failure.Message.ShouldContain($"'{named}'");
    }

    [Fact]
    public void A_body_that_only_starts_like_json_is_400() =>
        Should.Throw<GatewayFailure>(() => Render("$input.json('$.a')", "{oops")).Error.Status.ShouldBe(400);

    private static string Render(string template, string input)
    {
        var request = FakeExchange.Matched("GET", "/pets/7%2B", "q=x+y", body: input, headers: [("X-Test", "header")]);
        var output = new PooledBytes();
        MappingTemplate.Parse(template).Render(request, request.Body.Written, () => request.Json, output);
        return Encoding.UTF8.GetString(output.Span);
    }
}
