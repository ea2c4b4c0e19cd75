using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Tests.Deployments;

public sealed class DeploymentWarningsTests
{
    [Fact]
    public void MissingVariables_EachMethodAndVariable_OneSentence()
    {
        var document = Api(new Integration { Type = IntegrationType.Http, CacheNamespace = "n", Uri = "http://${stageVariables.host}/${stageVariables.path}", Credentials = "${stageVariables.host}" });
        DeploymentWarnings.MissingVariables(document, new Dictionary<string, string> { ["path"] = "p" })
            .ShouldBe(["GET /0: the stage variable host is not set; the integration reads it in /uri, /credentials."]);
        DeploymentWarnings.MissingVariables(document, new Dictionary<string, string> { ["path"] = "p", ["host"] = "h" }).ShouldBeEmpty();
    }

    [Fact]
    public void MissingVariables_OfTheAccessLog_OnceEach() => DeploymentWarnings
        .MissingVariables(Api(), new Dictionary<string, string> { ["set"] = "s" }, "$context.status $stageVariables.set $stageVariables.colour,$stageVariables.colour")
        .ShouldBe(["The stage variable colour is not set; the access log's format reads it."]);

    [Fact]
    public void MissingVariables_VeryMany_AreBounded()
    {
        var integration = new Integration { Type = IntegrationType.Http, CacheNamespace = "n", Uri = "http://${stageVariables.host}/" };
        var warnings = DeploymentWarnings.MissingVariables(Api([.. Enumerable.Repeat(integration, 150)]), Maps.Empty<string>());
        (warnings.Count, warnings[^1]).ShouldBe((101, "And 50 more."));
    }

    private static DeployedApi Api(params Integration[] integrations) => new()
    {
        RestApiId = "a",
        Name = "shop",
        Resources =
        [
            .. integrations.Select((integration, i) => new Resource
            {
                Id = $"r{i}",
                Path = $"/{i}",
                Methods = new Dictionary<string, Method> { ["GET"] = new() { HttpMethod = "GET", MethodIntegration = integration } },
            }),
        ],
    };
}
