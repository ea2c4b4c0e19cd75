using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Items;

namespace ControlPlane.Api.Tests.Stages;

public sealed class LogLevelTests : ApiTest
{
    private protected override ControlApiOptions Options => new() { StageLogLevel = StageLogLevel.Error };

    [Fact]
    public async Task Put_SetsLevelForAWhile_AndGetAndTheStageShowIt()
    {
        var (_, stage, _) = await CreateStageAsync();
        var put = await App.PutAsync($"{stage}/loglevel", """{"level":"DEBUG","ttlSeconds":600,"sampleRate":0.01}""");
        put.ShouldBe(200, """
            {"level":"DEBUG","sampleRate":0.01,"expiresAt":1772367000,"effective":{"source":"OVERRIDE","level":"DEBUG","sampleRate":0.01}}
            """);
        put.Header("ETag").ShouldBe("\"2\"");
        (await App.GetAsync($"{stage}/loglevel")).ShouldBe(200, put.Body).Header("ETag").ShouldBe("\"2\"");
        var shown = await App.GetAsync(stage);
        (shown.Json["logLevel"]!.ToJsonString(), shown.Header("ETag")).ShouldBe(("""{"level":"DEBUG","sampleRate":0.01,"expiresAt":1772367000}""", "\"2\""));
    }

    [Theory]
    [InlineData("true", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("""{"slowerThanMillis":1000}""", """{"slowerThanMillis":1000}""")]
    public async Task Put_WithDebugOnFailure_IsShownByEveryone(string sent, string shown)
    {
        var (_, stage, _) = await CreateStageAsync();
        var body = $$"""{"level":"ERROR","sampleRate":0,"debugOnFailure":{{shown}}""";
        (await App.PutAsync($"{stage}/loglevel", $$"""{"level":"ERROR","debugOnFailure":{{sent}}}"""))
            .ShouldBe(200, body + ""","effective":{"source":"OVERRIDE","level":"ERROR","sampleRate":0}}""");
        (await App.GetAsync(stage)).Json["logLevel"]!.ToJsonString().ShouldBe(body + "}");
        (await App.PutAsync($"{stage}/loglevel", """{"level":"ERROR","debugOnFailure":false}""")).ShouldSucceed();
        (await App.GetAsync(stage)).Json["logLevel"]!.ToJsonString().ShouldNotContain("debugOnFailure");
    }

    [Theory]
    [InlineData("""{"slowerThanMillis":0}""", 400, "Invalid debugOnFailure.slowerThanMillis: it must be a whole number of 1 or more")]
    [InlineData("\"yes\"", 400, "class java.lang.String can not be converted to an Map")]
    [InlineData("""{"slowerThanMillis":"1"}""", 400, "class java.lang.String can not be converted to an Integer")]
    public async Task Put_WithAnotherDebugOnFailure_IsRefused(string sent, int status, string message)
    {
        var (_, stage, _) = await CreateStageAsync();
        var answer = await App.PutAsync($"{stage}/loglevel", $$"""{"level":"ERROR","debugOnFailure":{{sent}}}""");
        (answer.Status, answer.Body.Contains(message, StringComparison.Ordinal)).ShouldBe((status, true), answer.Body);
    }

    [Fact]
    public async Task Put_WithTheLevelAlone_StaysForGood()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/loglevel", """{"level":"CRITICAL"}"""))
            .ShouldBe(200, """{"level":"CRITICAL","sampleRate":0,"effective":{"source":"OVERRIDE","level":"CRITICAL","sampleRate":0}}""");
        (await App.Store.QueryAsync(new ItemQuery("DUE", ""))).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_WithoutOverride_ShowsTheDefaultOrTheMethodSettings()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.GetAsync($"{stage}/loglevel")).ShouldBe(200, """{"effective":{"source":"DEFAULT","level":"ERROR","sampleRate":0,"methods":{}}}""");
        (await App.PatchAsync("/account", "replace /cloudwatchRoleArn arn:aws:iam::123456789012:role/logs")).ShouldSucceed();
        (await App.PatchAsync(stage, "replace /*/*/logging/loglevel INFO", "replace /~1pets/GET/logging/loglevel OFF", "replace /~1cats/GET/metrics/enabled true")).ShouldSucceed();
        (await App.GetAsync($"{stage}/loglevel")).ShouldBe(200, """
            {"effective":{"source":"METHOD_SETTINGS","level":"INFO","sampleRate":0,"methods":{"~1pets/GET":"OFF","~1cats/GET":"INFO"}}}
            """);
    }

    [Fact]
    public async Task AnOverrideWhoseTimeIsOver_CountsNoMore_BeforeAnyoneRemovesIt()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/loglevel", """{"level":"DEBUG","ttlSeconds":5}""")).ShouldSucceed();
        App.Clock.Now = App.Clock.Now.AddSeconds(5);
        (await App.GetAsync($"{stage}/loglevel")).ShouldBe(200, """{"effective":{"source":"DEFAULT","level":"ERROR","sampleRate":0,"methods":{}}}""");
    }

    [Fact]
    public async Task Delete_RemovesTheOverride_AndIsFineWithoutOne()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/loglevel", """{"level":"DEBUG"}""")).ShouldSucceed();
        (await App.DeleteAsync($"{stage}/loglevel")).ShouldBeEmpty(204);
        (await App.GetAsync(stage)).Json["logLevel"].ShouldBeNull();
        (await App.DeleteAsync($"{stage}/loglevel")).ShouldBeEmpty(204);
        (await App.GetAsync(stage)).Header("ETag").ShouldBe("\"3\"");
    }

    [Fact]
    public async Task History_TellsOfDebugOnFailure()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/loglevel", """{"level":"ERROR","debugOnFailure":{"slowerThanMillis":250}}""")).ShouldSucceed();
        (await App.GetAsync($"{stage}/history")).Json["item"]![0]!["changes"]!.ToJsonString()
            .ShouldContain("""{"path":"/logLevel/debugOnFailure","after":"true"},{"path":"/logLevel/debugOnFailure/slowerThanMillis","after":"250"}""");
    }

    [Fact]
    public async Task History_TellsOfEveryChange_AndTheGatewayHearsOfIt()
    {
        var (_, stage, _) = await CreateStageAsync();
        var before = App.Observer.Heard.Count;
        (await App.PutAsync($"{stage}/loglevel", """{"level":"DEBUG","ttlSeconds":60,"sampleRate":0.5}""")).ShouldSucceed();
        (await App.PutAsync($"{stage}/loglevel", """{"level":"INFO"}""")).ShouldSucceed();
        (await App.DeleteAsync($"{stage}/loglevel")).ShouldSucceed();
        App.Observer.Heard.Count.ShouldBe(before + 3);
        var events = (await App.GetAsync($"{stage}/history")).Json["item"]!.AsArray();
        events.Select(each => each!["type"]!.ToString()).ShouldBe(["LOG_LEVEL_CHANGED", "LOG_LEVEL_CHANGED", "LOG_LEVEL_CHANGED", "STAGE_CREATED"]);
        events[2]!["changes"]!.ToJsonString().ShouldBe(
            """[{"path":"/logLevel/level","after":"DEBUG"},{"path":"/logLevel/sampleRate","after":"0.5"},{"path":"/logLevel/expiresAt","after":"1772366460"}]""");
        events[1]!["changes"]!.ToJsonString().ShouldBe(
            """[{"path":"/logLevel/level","before":"DEBUG","after":"INFO"},{"path":"/logLevel/sampleRate","before":"0.5","after":"0.0"},{"path":"/logLevel/expiresAt","before":"1772366460"}]""");
    }

    [Fact]
    public async Task TheIndexEntry_IsThereBeforeTheStageChanges()
    {
        var (_, stage, _) = await CreateStageAsync();
        App.Store.BeforeWrite = key => key.Sort == "STAGE#prod" ? throw new StoreUnavailableException("made to fail") : Task.CompletedTask;
        (await App.PutAsync($"{stage}/loglevel", """{"level":"DEBUG","ttlSeconds":60}""")).Status.ShouldBe(503);
        App.Store.Heal();
        (await App.Store.QueryAsync(new ItemQuery("DUE", ""))).Items.Single().Key.Sort.ShouldMatch("^01772366460000#LOGLEVEL#[a-z0-9]{10}#prod$");
        (await App.GetAsync(stage)).Json["logLevel"].ShouldBeNull();
    }

    [Theory]
    [InlineData("{}", "BadRequestException", "Invalid log level: null. level must be one of: [DEBUG, INFO, WARNING, ERROR, CRITICAL]")]
    [InlineData("""{"level":"TRACE"}""", "BadRequestException", "Invalid log level: TRACE. level must be one of: [DEBUG, INFO, WARNING, ERROR, CRITICAL]")]
    [InlineData("""{"level":"debug"}""", "BadRequestException", "Invalid log level: debug. level must be one of: [DEBUG, INFO, WARNING, ERROR, CRITICAL]")]
    [InlineData("""{"level":"INFO","ttlSeconds":0}""", "BadRequestException", "Invalid ttlSeconds: it must be a whole number from 1 to 604800")]
    [InlineData("""{"level":"INFO","ttlSeconds":604801}""", "BadRequestException", "Invalid ttlSeconds: it must be a whole number from 1 to 604800")]
    [InlineData("""{"level":"INFO","sampleRate":1.5}""", "BadRequestException", "Invalid sampleRate: it must be a number between 0.0 and 1.0")]
    [InlineData("""{"level":5}""", "SerializationException", "class java.lang.Integer can not be converted to an String")]
    [InlineData("""{"level":"INFO","ttlSeconds":"60"}""", "SerializationException", "class java.lang.String can not be converted to an Integer")]
    [InlineData("""{"level":"INFO","ttlSeconds":1.5}""", "SerializationException", "class java.lang.Double can not be converted to an Integer")]
    [InlineData("""{"level":"INFO","sampleRate":"1"}""", "SerializationException", "class java.lang.String can not be converted to an Double")]
    [InlineData("[]", "SerializationException", "class java.util.ArrayList can not be converted to an Map")]
    [InlineData("{", "BadRequestException", "Invalid request input: the body is not valid JSON")]
    public async Task Put_Rejects(string body, string type, string message)
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/loglevel", body)).ShouldBeError(400, type, message);
        (await App.GetAsync(stage)).Header("ETag").ShouldBe("\"1\"");
    }

    [Fact]
    public async Task WithoutTheStage_EveryOperationIsNotFound()
    {
        var (api, _, _) = await CreateStageAsync();
        (await App.PutAsync($"{api}/stages/nope/loglevel", """{"level":"INFO"}""")).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.GetAsync($"{api}/stages/nope/loglevel")).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.DeleteAsync($"{api}/stages/nope/loglevel")).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.GetAsync("/restapis/nope/stages/prod/loglevel")).ShouldBeNotFound("Invalid API identifier specified 123456789012:nope");
    }

    [Fact]
    public async Task IfMatch_OfAnotherRevision_ChangesNothing()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/loglevel", """{"level":"INFO"}""", ("If-Match", "\"7\""))).Status.ShouldBe(412);
        (await App.SendAsync("DELETE", $"{stage}/loglevel", null, ("If-Match", "\"7\""))).Status.ShouldBe(412);
        (await App.PutAsync($"{stage}/loglevel", """{"level":"INFO"}""", ("If-Match", "\"1\""))).Header("ETag").ShouldBe("\"2\"");
    }

    [Fact]
    public async Task ReleasesKeepTheOverride()
    {
        var (api, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/loglevel", """{"level":"INFO"}""")).ShouldSucceed();
        await DeployAsync(api, """{"stageName":"prod"}""");
        (await App.PostAsync($"{stage}/rollback")).ShouldSucceed();
        (await App.GetAsync($"{stage}/loglevel"))["level"].ShouldBe("INFO");
    }
}
