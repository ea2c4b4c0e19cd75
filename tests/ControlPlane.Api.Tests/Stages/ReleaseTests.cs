using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Stages;

public sealed class ReleaseTests : ApiTest
{
    [Fact]
    public async Task Promotion_MovesDeploymentAndOverrides_AndEndsTheCanary()
    {
        var (api, stage, _) = await CreateStageAsync(""","variables":{"alias":"v1","keep":"x"}""");
        var second = await DeployAsync(api, """{"stageName":"prod","canarySettings":{"percentTraffic":10,"stageVariableOverrides":{"alias":"v2"}}}""");
        var after = await App.PostAsync($"{stage}/canary/promotion");
        after.Status.ShouldBe(200);
        (after["deploymentId"], after.Json["variables"]!.ToJsonString(), after.Json["canarySettings"]).ShouldBe((second, """{"alias":"v2","keep":"x"}""", null));
        (await App.GetAsync(stage)).ShouldBe(200, after.Body).Header("ETag").ShouldBe(after.Header("ETag"));
        (await App.PostAsync($"{stage}/canary/promotion")).ShouldBeBadRequest("Promotion not available. Canary does not exist.");
    }

    [Fact]
    public async Task PromotionByPatch_AsTheGuideHasIt_KeepsTheCanaryAtZero()
    {
        var (api, stage, _) = await CreateStageAsync(""","variables":{"alias":"v1","keep":"x"}""");
        var second = await DeployAsync(api, """{"stageName":"prod","canarySettings":{"percentTraffic":10,"stageVariableOverrides":{"alias":"v2"}}}""");
        var after = await App.PatchAsync(
            stage,
            "replace /canarySettings/percentTraffic 0.0",
            "copy /variables /canarySettings/stageVariableOverrides",
            "copy /deploymentId /canarySettings/deploymentId");
        (after["deploymentId"], after.Json["variables"]!.ToJsonString()).ShouldBe((second, """{"alias":"v2","keep":"x"}"""));
        after.Json["canarySettings"]!.ToJsonString().ShouldBe($$$"""{"percentTraffic":0,"deploymentId":"{{{second}}}","stageVariableOverrides":{"alias":"v2"},"useStageCache":false}""");
        (await App.GetAsync($"{stage}/history?limit=1")).Json["item"]![0]!["type"]!.ToString().ShouldBe("PROMOTION");
    }

    [Fact]
    public async Task Rollback_AfterAPromotionByPatch_GoesBackAtOnce()
    {
        var (api, stage, first) = await CreateStageAsync(""","variables":{"alias":"v1"}""");
        await DeployAsync(api, """{"stageName":"prod","canarySettings":{"percentTraffic":10,"stageVariableOverrides":{"alias":"v2","new":"x"}}}""");
        (await App.PatchAsync(
            stage,
            "replace /canarySettings/percentTraffic 0.0",
            "copy /variables /canarySettings/stageVariableOverrides",
            "copy /deploymentId /canarySettings/deploymentId")).ShouldSucceed();
        var after = await App.PostAsync($"{stage}/rollback");
        (after["deploymentId"], after.Json["variables"]!.ToJsonString(), after.Json["canarySettings"]).ShouldBe((first, """{"alias":"v1"}""", null));
    }

    [Fact]
    public async Task Rollback_WhileACanaryRuns_EndsTheCanaryAlone()
    {
        var (api, stage, first) = await CreateStageAsync();
        var second = await DeployAsync(api, """{"stageName":"prod"}""");
        await DeployAsync(api, """{"stageName":"prod","canarySettings":{"percentTraffic":10}}""");
        var after = await App.PostAsync($"{stage}/rollback");
        (after["deploymentId"], after.Json["canarySettings"]).ShouldBe((second, null));
        (await App.PostAsync($"{stage}/rollback"))["deploymentId"].ShouldBe(first);
        (await App.PostAsync($"{stage}/rollback")).ShouldBeBadRequest("Rollback not available. The stage has not served another deployment that still exists.");
    }

    [Fact]
    public async Task Rollback_ToADeployment_RestoresWhatPromotionsReplaced()
    {
        var (api, stage, first) = await CreateStageAsync(""","variables":{"alias":"v1"}""");
        foreach (var version in new[] { "v2", "v3" })
        {
            await DeployAsync(api, $$$$$"""{"stageName":"prod","canarySettings":{"stageVariableOverrides":{"alias":"{{{{{version}}}}}"}}}""");
            (await App.PostAsync($"{stage}/canary/promotion")).ShouldSucceed();
        }

        var after = await App.PostAsync($"{stage}/rollback", $$"""{"deploymentId":"{{first}}"}""");
        (after["deploymentId"], after.Json["variables"]!.ToJsonString()).ShouldBe((first, """{"alias":"v1"}"""));
        (await App.PostAsync($"{stage}/rollback", """{"deploymentId":"nope"}""")).ShouldBeBadRequest("Deployment id does not exist");
        (await App.PostAsync($"{stage}/rollback", """{"deploymentId":7}""")).ShouldBeError(400, "SerializationException", "class java.lang.Integer can not be converted to an String");
    }

    [Fact]
    public async Task Rollback_SkipsDeploymentsThatAreGone()
    {
        var (api, stage, first) = await CreateStageAsync();
        var second = await DeployAsync(api, """{"stageName":"prod"}""");
        await DeployAsync(api, """{"stageName":"prod"}""");
        (await App.DeleteAsync($"{api}/deployments/{second}")).ShouldSucceed();
        (await App.PostAsync($"{stage}/rollback"))["deploymentId"].ShouldBe(first);
    }

    [Fact]
    public async Task ReleaseOperations_OfAnUnknownStage_AreNotFound()
    {
        var (api, _, _) = await CreateStageAsync();
        (await App.PostAsync($"{api}/stages/nope/rollback")).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.PostAsync($"{api}/stages/nope/canary/promotion")).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.GetAsync($"{api}/stages/nope/history")).ShouldBeNotFound("Invalid Stage identifier specified");
    }

    [Fact]
    public async Task History_TellsWhoChangedWhatWhen()
    {
        var (_, stage, deployment) = await CreateStageAsync(""","variables":{"a":"1"}""");
        App.Clock.Now = App.Clock.Now.AddMilliseconds(1500);
        var patch = await App.SendAsync(
            "PATCH",
            stage,
            ControlApp.Patch("replace /variables/a 2", "replace /canarySettings/percentTraffic 5"),
            ("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x"));
        var history = await App.GetAsync($"{stage}/history?limit=1");
        history.Json["item"]![0]!.ToJsonString().ShouldBe($$$"""
            {"sequence":2,"time":1772366401.5,"type":"CANARY_CREATED","actor":"arn:aws:iam::123456789012:user/AKIDEXAMPLE","requestId":"{{{patch.Header("x-amzn-RequestId")}}}","deploymentId":"{{{deployment}}}","changes":[{"path":"/variables/a","before":"1","after":"2"},{"path":"/canarySettings/percentTraffic","after":"5.0"},{"path":"/canarySettings/deploymentId","after":"{{{deployment}}}"},{"path":"/canarySettings/useStageCache","after":"false"}]}
            """.Trim());
        var rest = await App.GetAsync($"{stage}/history?position={history["position"]}");
        rest.Json["position"].ShouldBeNull();
        rest.Json["item"]!.AsArray().Select(each => $"{each!["sequence"]} {each["type"]} {each["actor"]}").ShouldBe(["1 STAGE_CREATED arn:aws:iam::123456789012:root"]);
    }

    [Fact]
    public async Task History_PagesThroughAWholeLife_AndOutlivesTheStage()
    {
        var (api, stage, _) = await CreateStageAsync();
        await DeployAsync(api, """{"stageName":"prod","canarySettings":{"percentTraffic":1}}""");
        (await App.PatchAsync(stage, "replace /canarySettings/percentTraffic 2")).ShouldSucceed();
        (await App.PostAsync($"{stage}/canary/promotion")).ShouldSucceed();
        (await App.PostAsync($"{stage}/rollback")).ShouldSucceed();
        await DeployAsync(api, """{"stageName":"prod"}""");
        (await App.PatchAsync(stage, "replace /canarySettings/percentTraffic 2")).ShouldSucceed();
        (await App.PatchAsync(stage, "remove /canarySettings")).ShouldSucceed();
        (await App.PatchAsync(stage, "replace /description x")).ShouldSucceed();
        (await App.DeleteAsync(stage)).ShouldSucceed();
        var types = new List<string>();
        var query = "limit=4";
        while (true)
        {
            var page = (await App.GetAsync($"{stage}/history?{query}")).ShouldSucceed();
            types.AddRange(page.Json["item"]!.AsArray().Select(each => each!["type"]!.ToString()));
            if (page.Json["position"] is not { } position)
            {
                break;
            }

            query = $"limit=4&position={position}";
        }

        types.ShouldBe(["STAGE_DELETED", "SETTINGS", "CANARY_REMOVED", "CANARY_CREATED", "DEPLOYMENT", "ROLLBACK", "PROMOTION", "CANARY_UPDATED", "CANARY_CREATED", "STAGE_CREATED"]);
    }
}
