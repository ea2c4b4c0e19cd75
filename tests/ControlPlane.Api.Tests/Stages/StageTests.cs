using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Stages;

public sealed class StageTests : ApiTest
{
    [Fact]
    public async Task CreateStage_NamesAlone_HasTheDefaults()
    {
        var (path, id, _) = await CreateApiAsync();
        var deployment = await DeployAsync(path);
        var stage = await App.PostAsync($"{path}/stages", $$"""{"stageName":"pr-od_1","deploymentId":"{{deployment}}"}""");
        stage.ShouldBe(201, $$$"""
            {"deploymentId":"{{{deployment}}}","stageName":"pr-od_1","cacheClusterEnabled":false,"cacheClusterStatus":"NOT_AVAILABLE","methodSettings":{},
             "tracingEnabled":false,"createdDate":1772366400,"lastUpdatedDate":1772366400}
            """);
        stage.Header("ETag").ShouldBe("\"1\"");
        (await App.GetAsync($"{path}/stages/pr-od_1")).ShouldBe(200, stage.Body);
        App.Observer.Heard.ShouldBe([$"stage {id}/pr-od_1"]);
    }

    [Fact]
    public async Task CreateStage_EveryMember_IsKept()
    {
        var (path, _, _) = await CreateApiAsync();
        var deployment = await DeployAsync(path);
        var stage = await App.PostAsync($"{path}/stages", $$$"""
            {"stageName":"prod","deploymentId":"{{{deployment}}}","description":"d","cacheClusterEnabled":true,"cacheClusterSize":"1.6","variables":{"a":"b"},
             "canarySettings":{"percentTraffic":50,"stageVariableOverrides":{"a":"c"},"useStageCache":true},"tracingEnabled":true,"tags":{"k":"v"}}
            """);
        stage.ShouldBe(201, $$$"""
            {"deploymentId":"{{{deployment}}}","stageName":"prod","description":"d","cacheClusterEnabled":true,"cacheClusterSize":"1.6","cacheClusterStatus":"AVAILABLE","methodSettings":{},
             "variables":{"a":"b"},"canarySettings":{"percentTraffic":50,"deploymentId":"{{{deployment}}}","stageVariableOverrides":{"a":"c"},"useStageCache":true},
             "tracingEnabled":true,"tags":{"k":"v"},"createdDate":1772366400,"lastUpdatedDate":1772366400}
            """);
    }

    [Theory]
    [InlineData("""{"deploymentId":"D"}""", "ValidationException", "1 validation error detected: Value null at 'createStageInput.stageName' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"stageName":"new"}""", "ValidationException", "1 validation error detected: Value null at 'createStageInput.deploymentId' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"stageName":"a.b","deploymentId":"D"}""", "BadRequestException", "Stage name only allows a-zA-Z0-9_")]
    [InlineData("""{"stageName":"new","deploymentId":"nope"}""", "BadRequestException", "Deployment id does not exist")]
    [InlineData("""{"stageName":"new","deploymentId":"D","canarySettings":{"deploymentId":"nope"}}""", "BadRequestException", "Deployment id does not exist")]
    [InlineData("""{"stageName":"new","deploymentId":"D","canarySettings":{"percentTraffic":-0.1}}""", "BadRequestException", "Invalid canary percent traffic: it must be a number between 0.0 and 100.0")]
    [InlineData("""{"stageName":"new","deploymentId":"D","canarySettings":{"percentTraffic":"10"}}""", "SerializationException", "class java.lang.String can not be converted to an Double")]
    [InlineData("""{"stageName":"new","deploymentId":"D","canarySettings":[]}""", "SerializationException", "class java.util.ArrayList can not be converted to an Map")]
    [InlineData("""{"stageName":"new","deploymentId":"D","variables":{"a":""}}""", "BadRequestException", "Invalid stage variable value: .  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.")]
    [InlineData("""{"stageName":"new","deploymentId":"D","variables":{"a":1}}""", "SerializationException", "class java.lang.Integer can not be converted to an String")]
    [InlineData("""{"stageName":"new","deploymentId":"D","tracingEnabled":"true"}""", "SerializationException", "class java.lang.String can not be converted to an Boolean")]
    [InlineData("""{"stageName":"new","deploymentId":"D","description":""}""", "BadRequestException", "Description cannot be an empty string")]
    public async Task CreateStage_Rejects(string body, string type, string message)
    {
        var (api, _, deployment) = await CreateStageAsync();
        (await App.PostAsync($"{api}/stages", body.Replace("\"D\"", $"\"{deployment}\"", StringComparison.Ordinal))).ShouldBeError(400, type, message);
        (await App.GetAsync($"{api}/stages")).Json["item"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task CreateStage_Taken_Conflicts()
    {
        var (api, _, deployment) = await CreateStageAsync();
        (await App.PostAsync($"{api}/stages", $$"""{"stageName":"prod","deploymentId":"{{deployment}}","description":"x"}""")).ShouldBeConflict("Stage already exists");
        (await App.GetAsync($"{api}/stages/prod")).Json["description"].ShouldBeNull();
    }

    [Fact]
    public async Task GetStages_FiltersByDeployment_AndDoesNotPage()
    {
        var (api, _, first) = await CreateStageAsync();
        var second = await DeployAsync(api, """{"stageName":"beta"}""");
        (await App.GetAsync($"{api}/stages?limit=1")).Json["item"]!.AsArray().Select(stage => stage!["stageName"]!.ToString()).ShouldBe(["beta", "prod"]);
        (await App.GetAsync($"{api}/stages?deploymentId={second}")).Json["item"]!.AsArray().Select(stage => stage!["stageName"]!.ToString()).ShouldBe(["beta"]);
        (await App.GetAsync($"{api}/stages?deploymentId={first}")).Json["item"]!.AsArray().Select(stage => stage!["stageName"]!.ToString()).ShouldBe(["prod"]);
        (await App.GetAsync($"{api}/stages?deploymentId=nope")).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task UpdateStage_MethodSettings_AreWholeEntries()
    {
        var (_, stage, _) = await CreateStageAsync();
        var after = await App.PatchAsync(stage, "replace /*/*/caching/enabled true", "replace /~1pets~1{id}/GET/throttling/burstLimit 124", "replace /*/*/metrics/enabled true");
        after.Status.ShouldBe(200);
        const string rest = "\"dataTraceEnabled\":false,\"throttlingBurstLimit\":{0},\"throttlingRateLimit\":10000,\"cachingEnabled\":true,\"cacheTtlInSeconds\":300,\"cacheDataEncrypted\":false,"
            + "\"requireAuthorizationForCacheControl\":true,\"unauthorizedCacheControlHeaderStrategy\":\"SUCCEED_WITH_RESPONSE_HEADER\"";
        var expected = "{\"*/*\":{\"metricsEnabled\":true," + rest.Replace("{0}", "5000", StringComparison.Ordinal)
            + "},\"~1pets~1{id}/GET\":{\"metricsEnabled\":false," + rest.Replace("{0}", "124", StringComparison.Ordinal) + "}}";
        after.Json["methodSettings"]!.ToJsonString().ShouldBe(expected);
        (await App.PatchAsync(stage, "remove /*/*")).Json["methodSettings"]!.AsObject().Select(entry => entry.Key).ShouldBe(["~1pets~1{id}/GET"]);
        (await App.PatchAsync(stage, "remove /*/*")).ShouldBeBadRequest("Cannot remove method setting */* because there is no method setting for this method ");
    }

    [Fact]
    public async Task UpdateStage_Logging_NeedsARole()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PatchAsync(stage, "replace /*/*/logging/loglevel OFF")).ShouldSucceed();
        (await App.PatchAsync(stage, "replace /*/*/logging/loglevel INFO")).ShouldBeBadRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
        (await App.PatchAsync("/account", "replace /cloudwatchRoleArn arn:aws:iam::123456789012:role/logs")).ShouldSucceed();
        (await App.PatchAsync(stage, "replace /*/*/logging/loglevel INFO")).Json["methodSettings"]!["*/*"]!["loggingLevel"]!.ToString().ShouldBe("INFO");
        (await App.PatchAsync(stage, "replace /*/*/logging/loglevel LOUD")).ShouldBeError(400, "ValidationException", "1 validation error detected: Value 'LOUD' at '/*/*/logging/loglevel' failed to satisfy constraint: Member must satisfy enum value set: [OFF, ERROR, INFO]");
    }

    [Fact]
    public async Task UpdateStage_AllOrNothing()
    {
        var (_, stage, _) = await CreateStageAsync(""","variables":{"a":"b"}""");
        var before = await App.GetAsync(stage);
        foreach (var bad in new[] { "replace /deploymentId nope", "replace /canarySettings/deploymentId nope", "remove /variables/unknown", "add /variables/a b", "copy /deploymentId /canarySettings/deploymentId", "replace /documentationVersion 1", "replace /clientCertificateId x" })
        {
            (await App.PatchAsync(stage, "replace /description changed", "replace /variables/a changed", bad)).Status.ShouldBeInRange(400, 404, bad);
        }

        var after = await App.GetAsync(stage);
        after.ShouldBe(200, before.Body);
        after.Header("ETag").ShouldBe(before.Header("ETag"));
    }

    [Fact]
    public async Task UpdateStage_Operations_AreValidatedTogether()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.SendAsync("PATCH", stage, """{"patchOperations":[{"op":"swap","path":"/a"},{"path":"/b"},{"op":"replace","path":"/c"}]}""")).ShouldBeError(
            400,
            "ValidationException",
            "2 validation errors detected: Value 'swap' at 'updateStageInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]; "
            + "Value null at 'updateStageInput.patchOperations.2.member.op' failed to satisfy constraint: Member must not be null");
        (await App.SendAsync("PATCH", stage, """{"patchOperations":{"op":"replace"}}""")).ShouldBeError(400, "SerializationException", "class java.util.LinkedHashMap can not be converted to an List");
        (await App.SendAsync("PATCH", stage, """{"patchOperations":["replace"]}""")).ShouldBeError(400, "SerializationException", "class java.lang.String can not be converted to an Map");
        (await App.SendAsync("PATCH", stage, """{"patchOperations":[{"op":"replace","path":"/description","value":true}]}""")).ShouldBeError(400, "SerializationException", "class java.lang.Boolean can not be converted to an String");
        (await App.SendAsync("PATCH", stage, """{"patchOperations":[{"op":"replace","value":"x"}]}""")).ShouldBeBadRequest("Invalid patch path null");
        (await App.SendAsync("PATCH", stage, """{"patchOperations":[]}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task UpdateStage_AnyPatch_MovesLastUpdatedDate()
    {
        var (_, stage, _) = await CreateStageAsync();
        App.Clock.Now = App.Clock.Now.AddSeconds(7);
        var after = await App.PatchAsync(stage, "replace /tracingEnabled true");
        (after["createdDate"], after["lastUpdatedDate"], after["tracingEnabled"], after.Header("ETag")).ShouldBe(("1772366400", "1772366407", "true", "\"2\""));
    }

    [Fact]
    public async Task UpdateStage_IfMatch_GuardsTheRevision()
    {
        const string passed = "The revision named by If-Match is not the current one. Read the resource again and repeat the change.";
        var (_, stage, _) = await CreateStageAsync();
        var patch = ControlApp.Patch("replace /description x");
        (await App.SendAsync("PATCH", stage, patch, ("If-Match", "\"2\""))).ShouldBeError(412, "PreconditionFailedException", passed);
        (await App.SendAsync("PATCH", stage, patch, ("If-Match", "\"nonsense\""))).ShouldBeError(412, "PreconditionFailedException", passed);
        (await App.SendAsync("DELETE", stage, null, ("If-Match", "\"2\""))).ShouldBeError(412, "PreconditionFailedException", passed);
        (await App.SendAsync("POST", $"{stage}/rollback", "{}", ("If-Match", "\"2\""))).ShouldBeError(412, "PreconditionFailedException", passed);
        (await App.GetAsync(stage)).Json["description"].ShouldBeNull();
        (await App.SendAsync("PATCH", stage, patch, ("If-Match", "\"1\""))).Header("ETag").ShouldBe("\"2\"");
        (await App.SendAsync("PATCH", stage, patch, ("If-Match", "\"1\""))).ShouldBeError(412, "PreconditionFailedException", passed);
        (await App.SendAsync("PATCH", stage, patch, ("If-Match", "*"))).Status.ShouldBe(200);
        (await App.SendAsync("DELETE", stage, null, ("If-Match", "\"3\""))).ShouldBeEmpty(202);
    }

    [Fact]
    public async Task DeleteStage_AndFlush()
    {
        var (api, stage, _) = await CreateStageAsync();
        (await App.DeleteAsync($"{stage}/cache/data")).ShouldBeEmpty(202);
        (await App.DeleteAsync($"{stage}/cache/authorizers")).ShouldBeEmpty(202);
        (await App.DeleteAsync(stage)).ShouldBeEmpty(202);
        foreach (var path in new[] { stage, $"{stage}/cache/data", $"{stage}/cache/authorizers" })
        {
            (await App.DeleteAsync(path)).ShouldBeNotFound("Invalid Stage identifier specified");
        }

        (await App.GetAsync(stage)).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.PatchAsync(stage, "replace /description x")).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.GetAsync($"{api}/stages")).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task UpdateStage_AccessLogs()
    {
        var (_, stage, _) = await CreateStageAsync();
        var after = await App.PatchAsync(stage, "replace /accessLogSettings/destinationArn arn:aws:logs:us-east-1:123456789012:log-group:x", "replace /accessLogSettings/format $context.requestId $context.status");
        after.Json["accessLogSettings"]!.ToJsonString().ShouldBe("""{"format":"$context.requestId $context.status","destinationArn":"arn:aws:logs:us-east-1:123456789012:log-group:x"}""");
        (await App.PatchAsync(stage, "replace /accessLogSettings/format ")).ShouldBeBadRequest("Access Log value must not be empty");
        (await App.PatchAsync(stage, "replace /accessLogSettings x")).ShouldBeBadRequest("Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]");
        (await App.PatchAsync(stage, "remove /accessLogSettings")).Json["accessLogSettings"].ShouldBeNull();
    }
}
