using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Requests;

public sealed class IdempotencyTests : ApiTest
{
    private static readonly (string, string) _key = ("Idempotency-Key", "key-1");

    [Fact]
    public async Task Repeated_GetsTheFirstAnswer()
    {
        var first = await App.PostAsync("/restapis", """{"name":"a"}""", _key);
        App.Clock.Now = App.Clock.Now.AddHours(1);
        var second = await App.PostAsync("/restapis", """{"name":"a"}""", _key);
        second.ShouldBe(201, first.Body).Header("x-amzn-RequestId").ShouldNotBe(first.Header("x-amzn-RequestId"));
        (await App.GetAsync("/restapis")).Json["item"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Repeated_StageCreation_HasItsETag()
    {
        var (api, _, _) = await CreateApiAsync();
        var body = $$"""{"stageName":"prod","deploymentId":"{{await DeployAsync(api)}}"}""";
        (await App.PostAsync($"{api}/stages", body, _key)).Header("ETag").ShouldBe("\"1\"");
        (await App.PostAsync($"{api}/stages", body, _key)).Header("ETag").ShouldBe("\"1\"");
    }

    [Fact]
    public async Task Repeated_AfterADay_IsANewRequest()
    {
        var first = await App.PostAsync("/domainnames", """{"domainName":"a.com"}""", _key);
        App.Clock.Now = App.Clock.Now.AddHours(25);
        (await App.DeleteAsync("/domainnames/a.com")).ShouldSucceed();
        var second = (await App.PostAsync("/domainnames", """{"domainName":"a.com"}""", _key)).ShouldSucceed();
        second["certificateUploadDate"].ShouldNotBe(first["certificateUploadDate"]);
    }

    [Theory]
    [InlineData("/restapis", """{"name":"b"}""")]
    [InlineData("/restapis?x=1", """{"name":"a"}""")]
    [InlineData("/domainnames", """{"name":"a"}""")]
    public async Task KeyOfADifferentRequest_IsRefused(string path, string body)
    {
        (await App.PostAsync("/restapis", """{"name":"a"}""", _key)).ShouldSucceed();
        (await App.PostAsync(path, body, _key)).ShouldBeBadRequest("This Idempotency-Key was used with a different request");
        (await App.GetAsync("/restapis")).Json["item"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task KeyOfAnotherCaller_IsAnotherKey()
    {
        (await App.PostAsync("/restapis", """{"name":"a"}""", _key)).ShouldSucceed();
        (await App.PostAsync("/restapis", """{"name":"a"}""", _key, ("Authorization", "AWS4-HMAC-SHA256 Credential=OTHER/x, Signature=y"))).ShouldSucceed();
        (await App.GetAsync("/restapis")).Json["item"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task UnusableKey_IsRefused() =>
        (await App.PostAsync("/restapis", """{"name":"a"}""", ("Idempotency-Key", new string('k', 256)))).ShouldBeBadRequest("Invalid Idempotency-Key: it must have 1 to 255 characters");

    [Fact]
    public async Task RefusedRequest_MayBeRepeatedCorrected()
    {
        (await App.PostAsync("/restapis", """{"name":""}""", _key)).ShouldBeBadRequest("Name cannot be an empty string");
        (await App.PostAsync("/restapis", """{"name":"a"}""", _key)).ShouldSucceed();
    }

    [Fact]
    public async Task ConcurrentRepeats_CreateOnce()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => App.PostAsync("/restapis", """{"name":"a"}""", _key)));
        replies.Select(reply => reply.ShouldSucceed()["id"]).Distinct().ShouldHaveSingleItem();
        (await App.GetAsync("/restapis")).Json["item"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task ConcurrentRepeats_AcrossProcesses_CreateOnce()
    {
        await using var other = await App.StartAnotherAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => (i % 2 == 0 ? App : other).PostAsync("/restapis", """{"name":"a"}""", _key)));
        var made = replies.Select(reply => reply.ShouldSucceed()["id"]).Distinct().ShouldHaveSingleItem();
        (await App.GetAsync("/restapis")).Json["item"]!.AsArray().Select(api => api!["id"]!.ToString()).ShouldBe([made]);
    }

    /// <summary>Every create operation, with what tells its result.</summary>
    public static TheoryData<string, string, string, string> Creations => new()
    {
        { "POST", "/restapis", """{"name":"a"}""", "/restapis" },
        { "POST", "API/resources/ROOT", """{"pathPart":"x"}""", "API/resources" },
        { "PUT", "API/resources/ROOT/methods/POST", """{"authorizationType":"NONE","operationName":"x"}""", "API/resources/ROOT/methods/POST" },
        { "PUT", "API/resources/ROOT/methods/GET/responses/200", """{"responseModels":{"a/b":"Empty"}}""", "API/resources/ROOT/methods/GET" },
        { "PUT", "API/resources/ROOT/methods/GET/integration", """{"type":"MOCK","timeoutInMillis":77}""", "API/resources/ROOT/methods/GET" },
        { "POST", "API/deployments", """{"description":"x"}""", "API/deployments" },
        { "POST", "API/deployments", """{"stageName":"new"}""", "API/stages" },
        { "POST", "API/deployments", """{"stageName":"prod"}""", "API/stages/prod/history" },
        { "POST", "API/deployments", """{"stageName":"prod","canarySettings":{"percentTraffic":5}}""", "API/stages/prod/history" },
        { "POST", "API/stages", """{"stageName":"new","deploymentId":"DEPLOYMENT"}""", "API/stages/new/history" },
        { "POST", "API/stages/prod/rollback", "{}", "API/stages/prod/history" },
        { "POST", "API/stages/beta/canary/promotion", "{}", "API/stages/beta/history" },
        { "POST", "/domainnames", """{"domainName":"b.com"}""", "/domainnames" },
        { "POST", "/domainnames/a.com/basepathmappings", """{"basePath":"x","restApiId":"ID"}""", "/domainnames/a.com/basepathmappings" },
    };

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task Repeated_AfterACrashBeforeTheAnswer_DoesItOnce(string method, string path, string body, string result)
    {
        var (api, id, root) = await CreateApiAsync();
        var deployment = await DeployAsync(api, """{"stageName":"prod"}""");
        await DeployAsync(api, """{"stageName":"prod"}""");
        await DeployAsync(api, """{"stageName":"prod"}""");
        await DeployAsync(api, """{"stageName":"beta"}""");
        await DeployAsync(api, """{"stageName":"beta","canarySettings":{"stageVariableOverrides":{"a":"b"}}}""");
        (await App.PostAsync("/domainnames", """{"domainName":"a.com"}""")).ShouldSucceed();
        string Fill(string text) => text.Replace("API", api, StringComparison.Ordinal).Replace("ROOT", root, StringComparison.Ordinal)
            .Replace("DEPLOYMENT", deployment, StringComparison.Ordinal).Replace("\"ID\"", $"\"{id}\"", StringComparison.Ordinal);

        App.Store.BeforeWrite = key => key.Partition.StartsWith("IDEMPOTENCY", StringComparison.Ordinal)
            ? throw new Storage.Items.StoreUnavailableException("made to fail")
            : Task.CompletedTask;
        (await App.SendAsync(method, Fill(path), Fill(body), _key)).Status.ShouldBe(503);
        var done = (await App.GetAsync(Fill(result))).ShouldSucceed().Body;
        App.Store.Heal();
        App.Clock.Now = App.Clock.Now.AddSeconds(30);
        (await App.SendAsync(method, Fill(path), Fill(body), _key)).ShouldSucceed();
        (await App.GetAsync(Fill(result))).ShouldBe(200, done);
    }

    [Fact]
    public async Task Repeated_AnswerTooLargeToKeep_IsStillTheSame()
    {
        var (api, _, root) = await CreateApiAsync();
        var path = $"{api}/resources/{root}/methods/GET/integration";
        var body = $$$"""{"type":"MOCK","requestTemplates":{"a/b":"{{{new string('x', 300 * 1024)}}}"}}""";
        var first = (await App.PutAsync(path, body, _key)).ShouldSucceed();
        (await App.PutAsync(path, body, _key)).ShouldBe(201, first.Body);
    }
}
