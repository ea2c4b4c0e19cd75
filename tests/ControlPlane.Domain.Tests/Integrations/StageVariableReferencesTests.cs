using ControlPlane.Domain.Integrations;

namespace ControlPlane.Domain.Tests.Integrations;

public sealed class StageVariableReferencesTests
{
    private static readonly Integration _bare = new() { Type = IntegrationType.Http, CacheNamespace = "n" };

    [Theory]
    [InlineData("http://${stageVariables.host}/${stageVariables.path}?q=${stageVariables.host}", "host path")]
    [InlineData("http://$stageVariables.host/{stageVariables.x}/${context.stage}", "")]
    [InlineData("http://${stageVariables.", "")]
    [InlineData("", "")]
    public void Of_Address(string uri, string names) => Names(_bare with { Uri = uri }, "/uri").ShouldBe(names);

    [Theory]
    [InlineData("$stageVariables.a $!stageVariables.b ${stageVariables.c} $!{stageVariables.d}", "a b c d")]
    [InlineData("$stageVariables['a'] $stageVariables[\"b\"] ${stageVariables['c']} $stageVariables.get('d')", "a b c d")]
    [InlineData("stageVariables.a $stageVariable.b $context.stageVariables.c", "")]
    [InlineData("#set($x = $stageVariables) $stageVariables.a.length()", "a")]
    public void Of_Template(string template, string names) => Names(
        _bare with { RequestTemplates = new Dictionary<string, string?> { ["application/json"] = template, ["text/plain"] = null } },
        "/requestTemplates/application~1json").ShouldBe(names);

    [Theory]
    [InlineData("stageVariables.a", "a")]
    [InlineData("'stageVariables.a'", "")]
    [InlineData("method.request.header.stageVariables.a", "")]
    public void Of_Mapping(string source, string names) => Names(
        _bare with { RequestParameters = new Dictionary<string, string> { ["integration.request.header.x"] = source } },
        "/requestParameters/integration.request.header.x").ShouldBe(names);

    [Fact]
    public void Of_CredentialsAndResponses()
    {
        var response = new IntegrationResponse
        {
            StatusCode = "200",
            ResponseParameters = new Dictionary<string, string> { ["method.response.header.v"] = "stageVariables.b" },
            ResponseTemplates = new Dictionary<string, string?> { ["text/plain"] = "$stageVariables.c" },
        };
        StageVariableReferences.Of(_bare with
        {
            Credentials = "arn:aws:iam::1:${stageVariables.a}",
            IntegrationResponses = new Dictionary<string, IntegrationResponse> { ["200"] = response },
        }).ShouldBe(
        [
            new("/credentials", "a"),
            new("/integrationResponses/200/responseParameters/method.response.header.v", "b"),
            new("/integrationResponses/200/responseTemplates/text~1plain", "c"),
        ]);
    }

    private static string Names(Integration integration, string place)
    {
        var found = StageVariableReferences.Of(integration);
        found.ShouldAllBe(reference => reference.Place == place);
        return string.Join(' ', found.Select(reference => reference.Name));
    }
}
