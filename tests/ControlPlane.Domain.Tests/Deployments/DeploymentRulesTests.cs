using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;

namespace ControlPlane.Domain.Tests.Deployments;

public sealed class DeploymentRulesTests
{
    private static readonly RestApi _api = new()
    {
        Id = "a",
        Name = "shop",
        CreatedDate = DateTimeOffset.UnixEpoch,
        RootResourceId = "r",
        BinaryMediaTypes = ["a/b"],
        MinimumCompressionSize = 7,
        ApiKeySource = ApiKeySource.Authorizer,
        Policy = "{}",
        DisableExecuteApiEndpoint = true,
    };

    private static readonly Integration _mock = new() { Type = IntegrationType.Mock, CacheNamespace = "n" };

    [Fact]
    public void Snapshot_HoldsWhatRequestsAreServedBy()
    {
        var resources = new[] { Resource(_mock) };
        var document = DeploymentRules.Snapshot(_api, resources, ApiParts.None);
        (document.RestApiId, document.Name, document.MinimumCompressionSize, document.ApiKeySource, document.Policy, document.DisableExecuteApiEndpoint)
            .ShouldBe(("a", "shop", 7, ApiKeySource.Authorizer, "{}", true));
        document.BinaryMediaTypes.ShouldBe(["a/b"]);
        document.Resources.ShouldBe(resources);
    }

    [Fact]
    public void Snapshot_NothingToServe_IsRefused()
    {
        const string empty = "The REST API doesn't contain any methods";
        Refusal.ShouldBeBadRequest(() => DeploymentRules.Snapshot(_api, [], ApiParts.None), empty);
        Refusal.ShouldBeBadRequest(() => DeploymentRules.Snapshot(_api, [new Resource { Id = "r", Path = "/" }], ApiParts.None), empty);
        Refusal.ShouldBeBadRequest(() => DeploymentRules.Snapshot(_api, [Resource(_mock), Resource(null)], ApiParts.None), "No integration defined for method");
    }

    [Fact]
    public void Patch_ChangesTheDescriptionAlone()
    {
        var deployment = new Deployment { Id = "d", CreatedDate = DateTimeOffset.UnixEpoch };
        DeploymentPatches.Apply(deployment, Patches.Of("replace /description x")).ShouldBe(deployment with { Description = "x" });
        Refusal.ShouldBeBadRequest(() => DeploymentPatches.Apply(deployment, Patches.Of("replace /description ")), "Description cannot be an empty string");
        Refusal.ShouldBeBadRequest(
            () => DeploymentPatches.Apply(deployment, Patches.Of("replace /id x")), "Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description]");
    }

    private static Resource Resource(Integration? integration) => new()
    {
        Id = "r",
        Path = "/",
        Methods = new Dictionary<string, Method> { ["GET"] = new() { HttpMethod = "GET", MethodIntegration = integration } },
    };
}
