using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Domain.Metrics;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Api.Tests.Stages;

public sealed class MirroringTests : ApiTest
{
    [Theory]
    [InlineData(
        """{"routes":[{"resourcePath":"/pets","httpMethod":"GET","percent":5}]}""",
        """{"routes":[{"resourcePath":"/pets","httpMethod":"GET","percent":5}],"maxConcurrent":10,"maxPerSecond":10,"ignoreHeaders":[],"ignoreJsonMembers":[],"sampleSize":20}""")]
    [InlineData(
        """{"routes":[{"resourcePath":"/","httpMethod":"HEAD"},{"resourcePath":"/","httpMethod":"OPTIONS","percent":0.5}],"maxConcurrent":1,"maxPerSecond":1000,"ignoreHeaders":["X-A"],"ignoreJsonMembers":["at","/a/[]/b"],"sampleSize":0}""",
        """{"routes":[{"resourcePath":"/","httpMethod":"HEAD","percent":100},{"resourcePath":"/","httpMethod":"OPTIONS","percent":0.5}],"maxConcurrent":1,"maxPerSecond":1000,"ignoreHeaders":["X-A"],"ignoreJsonMembers":["at","/a/[]/b"],"sampleSize":0}""")]
    public async Task Put_IsShown_ByItselfAndByItsStage_UntilItIsDeleted(string sent, string shown)
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.GetAsync($"{stage}/mirroring")).Status.ShouldBe(404);
        (await App.PutAsync($"{stage}/mirroring", sent)).ShouldBe(200, shown).Header("ETag").ShouldBe("\"2\"");
        (await App.GetAsync($"{stage}/mirroring")).ShouldBe(200, shown);
        (await App.GetAsync(stage)).Json["mirroring"]!.ToJsonString().ShouldBe(shown);
        (await App.GetAsync($"{stage}/history")).Json["item"]![0]!["type"]!.ToString().ShouldBe("MIRRORING_CHANGED");

        (await App.DeleteAsync($"{stage}/mirroring")).ShouldBeEmpty(204);
        (await App.GetAsync(stage)).Json["mirroring"].ShouldBeNull();
        (await App.DeleteAsync($"{stage}/mirroring")).ShouldBeEmpty(204);
        (await App.GetAsync(stage)).Header("ETag").ShouldBe("\"3\"");
    }

    [Theory]
    [InlineData("{}", "Invalid routes: there must be 1 to 100")]
    [InlineData("""{"routes":[{"resourcePath":"/","httpMethod":"POST"}]}""", "Invalid routes.1.member.httpMethod: POST. Only requests that change nothing are mirrored: GET, HEAD, OPTIONS")]
    [InlineData("""{"routes":[{"resourcePath":"/","httpMethod":"ANY"}]}""", "Invalid routes.1.member.httpMethod: ANY. Only requests that change nothing are mirrored: GET, HEAD, OPTIONS")]
    [InlineData("""{"routes":[{"resourcePath":"pets","httpMethod":"GET"}]}""", "Invalid routes.1.member.resourcePath: it must begin with / and have at most 256 characters")]
    [InlineData("""{"routes":[{"resourcePath":"/","httpMethod":"GET","percent":0}]}""", "Invalid routes.1.member.percent: it must be a number above 0.0 and at most 100.0")]
    [InlineData("""{"routes":[{"resourcePath":"/","httpMethod":"GET"},{"resourcePath":"/","httpMethod":"GET"}]}""", "Invalid routes.2.member: GET / is named twice")]
    [InlineData("""{"routes":[{"resourcePath":"/","httpMethod":"GET"}],"maxConcurrent":0}""", "Invalid maxConcurrent: it must be a whole number from 1 to 100")]
    [InlineData("""{"routes":[{"resourcePath":"/","httpMethod":"GET"}],"maxPerSecond":1001}""", "Invalid maxPerSecond: it must be a whole number from 1 to 1000")]
    [InlineData("""{"routes":[{"resourcePath":"/","httpMethod":"GET"}],"sampleSize":101}""", "Invalid sampleSize: it must be a whole number from 0 to 100")]
    [InlineData("""{"routes":[{"resourcePath":"/","httpMethod":"GET"}],"ignoreHeaders":[""]}""", "Invalid ignoreHeaders: there can be at most 50, of 1 to 256 characters")]
    public async Task Put_WhatCannotBe_IsRefused_AndNothingChanges(string sent, string message)
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/mirroring", sent)).ShouldBeBadRequest(message);
        (await App.GetAsync(stage)).Header("ETag").ShouldBe("\"1\"");
    }

    [Fact]
    public async Task Report_ShowsWhatRoutersHaveFound_TheMostFrequentFirst()
    {
        var (api, stage, first) = await CreateStageAsync();
        (await App.GetAsync($"{stage}/mirroring/report")).Status.ShouldBe(400);
        var canary = await DeployAsync(api, """{"stageName":"prod","canarySettings":{"percentTraffic":0}}""");
        (await App.PutAsync($"{stage}/mirroring", """{"routes":[{"resourcePath":"/pets/{id}","httpMethod":"GET"}],"sampleSize":2}""")).ShouldSucceed();
        (await App.GetAsync($"{stage}/mirroring/report")).ShouldBe(200, $$"""{"deploymentId":"{{canary}}","routes":[]}""");
        var repository = new MirroringRepository(App.Store);
        var findings = new MirroringFindings
        {
            DeploymentId = canary,
            ResourcePath = "/pets/{id}",
            HttpMethod = "GET",
            Counts = new Dictionary<string, long> { ["compared"] = 4, ["same"] = 1, ["shape"] = 3, ["headers"] = 1, ["dropped"] = 2 },
            Samples = new Dictionary<string, long> { ["headers: x-a: only in base"] = 1, ["shape: /id#: number in base, string in canary"] = 2, ["shape: /z: only in base"] = 1 },
        };
        await repository.AddAsync(stage.Split('/')[2], "prod", findings, App.Clock.Now, default);
        await repository.AddAsync(stage.Split('/')[2], "prod", findings, App.Clock.Now, default);
        await repository.AddAsync(stage.Split('/')[2], "prod", findings with { DeploymentId = first }, App.Clock.Now, default);

        (await App.GetAsync($"{stage}/mirroring/report")).ShouldBe(200, $$$"""
            {"deploymentId":"{{{canary}}}","routes":[{"resourcePath":"/pets/{id}","httpMethod":"GET","compared":8,"same":2,"differences":{"status":0,"headers":2,"shape":6,"body":0},"unfinished":0,"dropped":4,"samples":[{"kind":"shape","difference":"/id#: number in base, string in canary","count":4},{"kind":"headers","difference":"x-a: only in base","count":2}]}]}
            """);
        (await App.GetAsync($"{stage}/mirroring/report?deploymentId={first}")).Json["routes"]![0]!["compared"]!.GetValue<long>().ShouldBe(4);
    }
}
