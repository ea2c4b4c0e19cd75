using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Deployments;

public sealed class DeploymentTests : ApiTest
{
    [Fact]
    public async Task CreateDeployment_Alone_MakesNoStage()
    {
        var (path, _, _) = await CreateApiAsync();
        var deployment = await App.PostAsync($"{path}/deployments", """{"description":"first"}""");
        deployment["id"].ShouldMatch("^[a-z0-9]{6}$");
        deployment.ShouldBe(201, $$"""{"id":"{{deployment["id"]}}","description":"first","createdDate":1772366400,"createdBy":"{{deployment["createdBy"]}}","digest":"{{deployment["digest"]}}"}""");
        deployment["createdBy"].ShouldStartWith("arn:aws:");
        deployment["digest"].ShouldMatch("^[0-9a-f]{64}$");
        (await App.GetAsync($"{path}/deployments/{deployment["id"]}")).ShouldBe(200, deployment.Body);
        (await App.GetAsync($"{path}/stages")).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task CreateDeployment_EmptyBody_Works()
    {
        var (path, _, _) = await CreateApiAsync();
        (await App.SendAsync("POST", $"{path}/deployments")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task GetDeployment_Embed_HasTheSummary()
    {
        var (path, _, root) = await CreateApiAsync();
        (await App.PutAsync($"{path}/resources/{root}/methods/POST", """{"authorizationType":"AWS_IAM","apiKeyRequired":true}""")).ShouldSucceed();
        (await App.PutAsync($"{path}/resources/{root}/methods/POST/integration", """{"type":"MOCK"}""")).ShouldSucceed();
        var id = await DeployAsync(path);
        var summary = await App.GetAsync($"{path}/deployments/{id}?embed=apisummary");
        summary.ShouldBe(200, $$$$$"""
            {"id":"{{{{{id}}}}}","createdDate":1772366400,"createdBy":"{{{{{summary["createdBy"]}}}}}","digest":"{{{{{summary["digest"]}}}}}","apiSummary":{"/":{"GET":{"authorizationType":"NONE","apiKeyRequired":false},"POST":{"authorizationType":"AWS_IAM","apiKeyRequired":true}}}}
            """);
    }

    [Fact]
    public async Task Deployment_IsASnapshot()
    {
        var (path, _, root) = await CreateApiAsync();
        var id = await DeployAsync(path);
        (await App.DeleteAsync($"{path}/resources/{root}/methods/GET")).ShouldSucceed();
        (await App.GetAsync($"{path}/deployments/{id}?embed=apisummary")).Json["apiSummary"]!["/"]!["GET"].ShouldNotBeNull();
    }

    [Fact]
    public async Task DeploymentDiff_TellsWhatChangedBetweenTwo()
    {
        var (path, _, root) = await CreateApiAsync();
        var first = await DeployAsync(path);
        (await App.PatchAsync($"{path}/resources/{root}/methods/GET/integration", "replace /timeoutInMillis 500")).ShouldSucceed();
        (await App.PutAsync($"{path}/resources/{root}/methods/PUT", """{"authorizationType":"AWS_IAM"}""")).ShouldSucceed();
        (await App.PutAsync($"{path}/resources/{root}/methods/PUT/integration", """{"type":"MOCK"}""")).ShouldSucceed();
        var second = await DeployAsync(path);

        var diff = await App.GetAsync($"{path}/deployments/{first}/diff/{second}");
        diff.Status.ShouldBe(200);
        (diff["from"], diff["to"]).ShouldBe((first, second));
        diff.Json["identical"]!.GetValue<bool>().ShouldBeFalse();
        var changes = diff.Json["changes"]!.AsArray().Select(change => $"{change!["path"]}: {change["before"]} -> {change["after"]}").ToList();
        changes.ShouldContain("/resources/~1/GET/methodIntegration/timeoutInMillis: 29000 -> 500");
        changes.ShouldContain("/resources/~1/PUT/authorizationType:  -> AWS_IAM");
        (await App.GetAsync($"{path}/deployments/{second}/diff/{first}")).Json["changes"]!.AsArray().Count.ShouldBe(changes.Count);
    }

    [Fact]
    public async Task DeploymentDiff_OfTheSameContent_IsIdentical()
    {
        var (path, _, _) = await CreateApiAsync();
        var (first, second) = (await DeployAsync(path), await DeployAsync(path));
        (await App.GetAsync($"{path}/deployments/{first}/diff/{second}")).ShouldBe(200, $$"""{"from":"{{first}}","to":"{{second}}","identical":true,"changes":[]}""");
        (await App.GetAsync($"{path}/deployments/{first}/diff/{first}")).ShouldBe(200, $$"""{"from":"{{first}}","to":"{{first}}","identical":true,"changes":[]}""");
    }

    [Fact]
    public async Task CreateDeployment_OfWhatTheStageServes_SaysSo()
    {
        var (path, _, root) = await CreateApiAsync();
        var first = await App.PostAsync($"{path}/deployments", """{"stageName":"prod"}""");
        first.Json["identicalTo"].ShouldBeNull();
        var second = await App.PostAsync($"{path}/deployments", """{"stageName":"prod"}""");
        (second["identicalTo"], second["digest"]).ShouldBe((first["id"], first["digest"]));
        (await App.PatchAsync($"{path}/resources/{root}/methods/GET/integration", "replace /timeoutInMillis 500")).ShouldSucceed();
        var third = await App.PostAsync($"{path}/deployments", """{"stageName":"prod"}""");
        third.Json["identicalTo"].ShouldBeNull();
        third["digest"].ShouldNotBe(first["digest"]);
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod","canarySettings":{"percentTraffic":5}}"""))["identicalTo"].ShouldBe(third["id"]);
    }

    [Fact]
    public async Task CreateDeployment_VariableTheStageLacks_IsAWarning()
    {
        var (path, _, root) = await CreateApiAsync();
        (await App.PutAsync($"{path}/resources/{root}/methods/POST", """{"authorizationType":"NONE"}""")).ShouldSucceed();
        (await App.PutAsync($"{path}/resources/{root}/methods/POST/integration", """{"type":"HTTP_PROXY","httpMethod":"POST","uri":"http://${stageVariables.host}/","credentials":"arn:aws:iam::1:${stageVariables.role}"}""")).ShouldSucceed();
        var deployment = await App.PostAsync($"{path}/deployments", """{"stageName":"prod","variables":{"role":"r"}}""");
        deployment.Json["warnings"]!.ToJsonString().ShouldBe("""["POST /: the stage variable host is not set; the integration reads it in /uri."]""");
        (await App.GetAsync($"{path}/deployments/{deployment["id"]}")).Json["warnings"]!.AsArray().Count.ShouldBe(1);
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod","canarySettings":{"stageVariableOverrides":{"host":"h"}}}""")).Json["warnings"].ShouldBeNull();
        (await App.PostAsync($"{path}/deployments")).Json["warnings"].ShouldBeNull();
    }

    [Fact]
    public async Task CreateDeployment_VariableOfTheAccessLogTheStageLacks_IsAWarning()
    {
        var (path, stage, _) = await CreateStageAsync();
        (await App.PatchAsync(stage, "replace /accessLogSettings/format $context.requestId,$stageVariables.colour")).ShouldSucceed();
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod"}""")).Json["warnings"]!.ToJsonString()
            .ShouldBe("""["The stage variable colour is not set; the access log\u0027s format reads it."]""");
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod","variables":{"colour":"blue"}}""")).Json["warnings"].ShouldBeNull();
    }

    [Theory]
    [InlineData("{0}/diff/nothere")]
    [InlineData("nothere/diff/{0}")]
    [InlineData("nothere/diff/nothere")]
    public async Task DeploymentDiff_UnknownDeployment_IsNotFound(string pair)
    {
        var (path, _, _) = await CreateApiAsync();
        var id = await DeployAsync(path);
        var reply = await App.GetAsync($"{path}/deployments/{string.Format(pair, id)}");
        (reply.Status, reply["message"]).ShouldBe((404, "Invalid Deployment identifier specified"));
    }

    [Fact]
    public async Task CreateDeployment_NothingToDeploy_IsRefused()
    {
        var path = $"/restapis/{(await App.PostAsync("/restapis", """{"name":"a"}"""))["id"]}";
        var root = (await App.GetAsync(path))["rootResourceId"];
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod"}""")).ShouldBeBadRequest("The REST API doesn't contain any methods");
        (await App.PutAsync($"{path}/resources/{root}/methods/GET", """{"authorizationType":"NONE"}""")).ShouldSucceed();
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod"}""")).ShouldBeBadRequest("No integration defined for method");
        (await App.GetAsync($"{path}/deployments")).ShouldBe(200, """{"item":[]}""");
        (await App.GetAsync($"{path}/stages")).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task CreateDeployment_NewStage_IsCreatedFromTheRequest()
    {
        var (path, id, _) = await CreateApiAsync();
        var deployment = await DeployAsync(path, """
            {"stageName":"prod","stageDescription":"live","description":"of the deployment","variables":{"alias":"v1"},"cacheClusterEnabled":true,"tracingEnabled":true}
            """);
        (await App.GetAsync($"{path}/stages/prod")).ShouldBe(200, $$$"""
            {"deploymentId":"{{{deployment}}}","stageName":"prod","description":"live","cacheClusterEnabled":true,"cacheClusterSize":"0.5","cacheClusterStatus":"AVAILABLE",
             "methodSettings":{},"variables":{"alias":"v1"},"tracingEnabled":true,"createdDate":1772366400,"lastUpdatedDate":1772366400}
            """);
        App.Observer.Heard.ShouldBe([$"stage {id}/prod"]);
    }

    [Fact]
    public async Task CreateDeployment_ExistingStage_MovesIt()
    {
        var (api, stage, first) = await CreateStageAsync(""","description":"keep","variables":{"a":"1","b":"1"}""");
        App.Clock.Now = App.Clock.Now.AddSeconds(60);
        var second = await DeployAsync(api, """{"stageName":"prod","variables":{"b":"2","c":"2"}}""");
        (await App.GetAsync(stage)).ShouldBe(200, $$$"""
            {"deploymentId":"{{{second}}}","stageName":"prod","description":"keep","cacheClusterEnabled":false,"cacheClusterStatus":"NOT_AVAILABLE",
             "methodSettings":{},"variables":{"a":"1","b":"2","c":"2"},"tracingEnabled":false,"createdDate":1772366400,"lastUpdatedDate":1772366460}
            """);
        (await App.GetAsync($"{api}/deployments/{first}")).ShouldSucceed();
    }

    [Fact]
    public async Task CreateDeployment_WithCanarySettings_LeavesTheBase()
    {
        var (api, stage, first) = await CreateStageAsync();
        var second = await DeployAsync(api, """{"stageName":"prod","canarySettings":{"percentTraffic":12.5,"stageVariableOverrides":{"alias":"v2"},"useStageCache":true}}""");
        var after = await App.GetAsync(stage);
        after["deploymentId"].ShouldBe(first);
        after.Json["canarySettings"]!.ToJsonString().ShouldBe($$$"""{"percentTraffic":12.5,"deploymentId":"{{{second}}}","stageVariableOverrides":{"alias":"v2"},"useStageCache":true}""");
        var third = await DeployAsync(api, """{"stageName":"prod","canarySettings":{}}""");
        (await App.GetAsync(stage)).Json["canarySettings"]!.ToJsonString().ShouldBe($$$"""{"percentTraffic":0,"deploymentId":"{{{third}}}","useStageCache":false}""");
    }

    [Fact]
    public async Task CreateDeployment_OnACanaryStageWithoutSettings_LandsInTheCanary()
    {
        var (api, stage, first) = await CreateStageAsync(""","canarySettings":{"percentTraffic":10,"stageVariableOverrides":{"a":"b"}}""");
        var second = await DeployAsync(api, """{"stageName":"prod"}""");
        var after = await App.GetAsync(stage);
        after["deploymentId"].ShouldBe(first);
        after.Json["canarySettings"]!.ToJsonString().ShouldBe($$$"""{"percentTraffic":10,"deploymentId":"{{{second}}}","stageVariableOverrides":{"a":"b"},"useStageCache":false}""");
    }

    [Theory]
    [InlineData("""{"canarySettings":{}}""", "Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is null")]
    [InlineData("""{"stageName":"","canarySettings":{}}""", "Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is ")]
    [InlineData("""{"stageName":"new","canarySettings":{}}""", "Invalid deployment content specified.Stage new must already be created before making a canary release deployment")]
    [InlineData("""{"stageName":"prod","canarySettings":{"percentTraffic":100.1}}""", "Invalid canary percent traffic: it must be a number between 0.0 and 100.0")]
    [InlineData("""{"stageName":"prod","canarySettings":{"stageVariableOverrides":{"a b":"c"}}}""", "Invalid stage variable name: a b.  Please use names with only word characters.")]
    [InlineData("""{"stageName":"a b"}""", "Stage name only allows a-zA-Z0-9_")]
    [InlineData("""{"stageName":"new","variables":{"a":"b c"}}""", "Invalid stage variable value: b c.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.")]
    [InlineData("""{"stageName":"new","stageDescription":""}""", "Description cannot be an empty string")]
    [InlineData("""{"description":""}""", "Description cannot be an empty string")]
    [InlineData("""{"stageName":"prod","cacheClusterSize":"7"}""", "Invalid cache cluster size: 7. Must be one of: [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237]")]
    public async Task CreateDeployment_Rejects_AndKeepsNothing(string body, string message)
    {
        var (api, stage, _) = await CreateStageAsync();
        var before = (await App.GetAsync(stage)).Body;
        (await App.PostAsync($"{api}/deployments", body)).ShouldBeBadRequest(message);
        (await App.GetAsync($"{api}/deployments")).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await App.GetAsync(stage)).ShouldBe(200, before);
        (await App.GetAsync($"{api}/stages/new")).ShouldBeNotFound("Invalid Stage identifier specified");
    }

    [Fact]
    public async Task GetDeployments_Pages()
    {
        var (path, _, _) = await CreateApiAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await DeployAsync(path));
        }

        var first = await App.GetAsync($"{path}/deployments?limit=3");
        var second = await App.GetAsync($"{path}/deployments?limit=3&position={first["position"]}");
        second.Json["position"].ShouldBeNull();
        first.Json["item"]!.AsArray().Concat(second.Json["item"]!.AsArray()).Select(each => each!["id"]!.ToString()).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task UpdateDeployment_ChangesTheDescriptionAlone()
    {
        var (path, _, _) = await CreateApiAsync();
        var one = $"{path}/deployments/{await DeployAsync(path)}";
        (await App.PatchAsync(one, "replace /description new"))["description"].ShouldBe("new");
        (await App.PatchAsync(one, "replace /description other", "replace /id x")).ShouldBeBadRequest(
            "Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description]");
        (await App.PatchAsync(one, "remove /description")).ShouldBeBadRequest(
            "Invalid patch path  '/description' specified for op 'remove'. Please choose supported operations");
        (await App.GetAsync(one))["description"].ShouldBe("new");
        (await App.PatchAsync($"{path}/deployments/nope", "replace /description new")).ShouldBeNotFound("Invalid Deployment identifier specified");
    }

    [Fact]
    public async Task DeleteDeployment_OnlyWhenNoStagePointsToIt()
    {
        const string inUse = "Active stages pointing to this deployment must be moved or deleted";
        var (api, stage, first) = await CreateStageAsync();
        var second = await DeployAsync(api, """{"stageName":"prod","canarySettings":{"percentTraffic":1}}""");
        (await App.DeleteAsync($"{api}/deployments/{first}")).ShouldBeBadRequest(inUse);
        (await App.DeleteAsync($"{api}/deployments/{second}")).ShouldBeBadRequest(inUse);
        (await App.GetAsync($"{api}/deployments/{second}?embed=apisummary")).ShouldSucceed();
        (await App.PatchAsync(stage, "remove /canarySettings")).ShouldSucceed();
        (await App.DeleteAsync($"{api}/deployments/{second}")).ShouldBeEmpty(202);
        (await App.GetAsync($"{api}/deployments/{second}")).ShouldBeNotFound("Invalid Deployment identifier specified");
        (await App.DeleteAsync($"{api}/deployments/{second}")).ShouldBeNotFound("Invalid Deployment identifier specified");
    }
}
