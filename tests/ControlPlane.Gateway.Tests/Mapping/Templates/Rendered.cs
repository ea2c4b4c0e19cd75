using System.Text;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Mapping.Templates;

/// <summary>Renders templates for one sample request.</summary>
internal static class Rendered
{
    public const string Input = """
        {"name":"Rex","age":7,"big":3000000000,"huge":123456789012345678901,"price":1.5,"ok":true,"no":false,"none":null,"empty":"","quote":"it's \"x\"",
         "tags":["a","b","c"],"numbers":[3,1,2],"nothing":[],"map":{"x":1,"y":"two"},"pets":[{"id":1,"kind":"dog"},{"id":2,"kind":"cat"},{"id":3,"kind":"dog"}]}
        """;

    /// <summary>The text of a template for <c>GET /pets/7%2B?q=x+y&amp;n=1&amp;n=2</c> with a header <c>X-Test</c>.</summary>
    public static string Text(string template, string input = Input)
    {
        var request = Request(input);
        return Text(template, request);
    }

    public static string Text(string template, RequestContext request)
    {
        var output = new PooledBytes();
        MappingTemplate.Parse(template).Render(request, null, request.Body.Written, output);
        return Encoding.UTF8.GetString(output.Span);
    }

    public static RequestContext Request(string input = Input) =>
        FakeExchange.Matched("GET", "/pets/7%2B", "q=x+y&n=1&n=2", input, [("X-Test", "header"), ("User-Agent", "agent/1"), ("x-test", "last")]);

    /// <summary>Why a template fails.</summary>
    public static string Failure(string template, string input = Input)
    {
        var failure = Should.Throw<GatewayFailure>(() => Text(template, input));
        failure.Error.Status.ShouldBe(500);
        return failure.Message;
    }
}
