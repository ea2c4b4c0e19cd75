using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Tests.Snapshots;

public sealed class StageVariableTextTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["host"] = "example.com", ["alias"] = "live" };

    [Theory]
    [InlineData("http://${stageVariables.host}/p", "http://example.com/p")]
    [InlineData("http://h/${stageVariables.host}/${stageVariables.alias}?q=${stageVariables.alias}", "http://h/example.com/live?q=live")]
    [InlineData("arn:function:f:${stageVariables.alias}/invocations", "arn:function:f:live/invocations")]
    [InlineData("http://${stageVariables.unset}/p", "http:///p")]
    [InlineData("http://h/${other.x}/${stageVariables.alias}", "http://h/${other.x}/live")]
    [InlineData("http://h/{id}/$stageVariables.alias", "http://h/{id}/$stageVariables.alias")]
    [InlineData("http://h/${stageVariables.alias", "http://h/${stageVariables.alias")]
    public void Resolves(string text, string expected) => StageVariableText.Resolve(text, Variables).ShouldBe(expected);
}
