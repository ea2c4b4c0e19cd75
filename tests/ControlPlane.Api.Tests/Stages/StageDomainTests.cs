using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Stages;

public sealed class StageDomainTests : ApiTest
{
    [Fact]
    public async Task GetStageDomains_ListsWhatLeadsToTheStage_WithItsCertificate()
    {
        var (api, stage, deployment) = await CreateStageAsync();
        var (other, _, _) = await CreateStageAsync();
        (await App.PostAsync($"{api}/stages", $$"""{"stageName":"test","deploymentId":"{{deployment}}"}""")).ShouldSucceed();
        (await App.GetAsync($"{stage}/domains")).ShouldBe(200, """{"item":[]}""");
        await CreateAsync("edge.example.com", ",\"certificateArn\":\"arn:c1\"");
        await CreateAsync("regional.example.com", ",\"regionalCertificateArn\":\"arn:c2\",\"securityPolicy\":\"TLS_1_0\",\"endpointConfiguration\":{\"types\":[\"REGIONAL\"]}");
        await CreateAsync("unmapped.example.com");
        await MapAsync("edge.example.com", api, "", "prod");
        await MapAsync("edge.example.com", api, "shop", null);
        await MapAsync("edge.example.com", api, "trial", "test");
        await MapAsync("edge.example.com", other, "other", "prod");
        await MapAsync("regional.example.com", api, "", null);

        (await App.GetAsync($"{stage}/domains")).ShouldBe(200, """
            {"item":[
              {"domainName":"edge.example.com","certificateArn":"arn:c1","endpointConfiguration":{"types":["EDGE"]},"securityPolicy":"TLS_1_2",
               "paths":[{"basePath":"(none)","stage":"prod","path":"/"},{"basePath":"shop","path":"/shop/prod"}]},
              {"domainName":"regional.example.com","regionalCertificateArn":"arn:c2","endpointConfiguration":{"types":["REGIONAL"]},"securityPolicy":"TLS_1_0",
               "paths":[{"basePath":"(none)","path":"/prod"}]}]}
            """);
        (await App.GetAsync($"{api}/stages/test/domains")).Json["item"]![0]!["paths"]!.ToJsonString()
            .ShouldBe("""[{"basePath":"shop","path":"/shop/test"},{"basePath":"trial","stage":"test","path":"/trial"}]""");
    }

    [Fact]
    public async Task GetStageDomains_Pages()
    {
        var (api, stage, _) = await CreateStageAsync();
        foreach (var name in new[] { "c", "a", "b", "d" })
        {
            await CreateAsync($"{name}.example.com");
            await MapAsync($"{name}.example.com", api, "", name == "b" ? null : "prod");
        }

        await CreateAsync("aa.example.com");
        var first = await App.GetAsync($"{stage}/domains?limit=3");
        var second = await App.GetAsync($"{stage}/domains?limit=3&position={first["position"]}");
        first.Json["item"]!.AsArray().Concat(second.Json["item"]!.AsArray()).Select(each => each!["domainName"]!.ToString())
            .ShouldBe(["a.example.com", "b.example.com", "c.example.com", "d.example.com"]);
        second.Json["position"].ShouldBeNull();
    }

    [Fact]
    public async Task GetStageDomains_Rejects()
    {
        var (api, stage, _) = await CreateStageAsync();
        (await App.GetAsync($"{api}/stages/nope/domains")).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.GetAsync($"{stage}/domains?position=!")).ShouldBeBadRequest("Invalid position parameter specified");
        (await App.GetAsync($"{stage}/domains?limit=0")).ShouldBeBadRequest("Invalid limit parameter specified");
    }

    private async Task CreateAsync(string name, string members = "") =>
        (await App.PostAsync("/domainnames", $$"""{"domainName":"{{name}}"{{members}}}""")).ShouldSucceed();

    private async Task MapAsync(string domain, string api, string basePath, string? stage) => (await App.PostAsync(
        $"/domainnames/{domain}/basepathmappings",
        $$"""{"restApiId":"{{api.Split('/')[^1]}}","basePath":"{{basePath}}"{{(stage is null ? "" : $",\"stage\":\"{stage}\"")}}}""")).ShouldSucceed();
}
