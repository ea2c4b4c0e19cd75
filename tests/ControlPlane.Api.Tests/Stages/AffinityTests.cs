using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Storage.Items;

namespace ControlPlane.Api.Tests.Stages;

public sealed class AffinityTests : ApiTest
{
    private const string Secret = "let-me-in-please";

    [Theory]
    [InlineData("{}", """{"by":"random"}""")]
    [InlineData("""{"by":"header","name":"X-User"}""", """{"by":"header","name":"X-User","missing":"base"}""")]
    [InlineData("""{"by":"claim","name":"sub","missing":"random"}""", """{"by":"claim","name":"sub","missing":"random"}""")]
    [InlineData("""{"by":"sourceIp","responseHeader":"X-Variant"}""", """{"by":"sourceIp","missing":"base","responseHeader":"X-Variant"}""")]
    [InlineData("""{"by":"cookie"}""", """{"by":"cookie","name":"canary-affinity","cookie":{"maxAgeSeconds":2592000,"path":"/","sameSite":"Lax"}}""")]
    [InlineData(
        """{"by":"cookie","name":"who","cookie":{"maxAgeSeconds":0,"path":"/prod","secure":true,"sameSite":"None"}}""",
        """{"by":"cookie","name":"who","cookie":{"maxAgeSeconds":0,"path":"/prod","secure":true,"sameSite":"None"}}""")]
    [InlineData(
        """{"rules":[{"by":"header","name":"X-Beta","value":"yes","canary":"always"},{"by":"query","name":"old","canary":"never"},{"by":"sourceIp","range":"10.0.0.0/8","canary":"always"}]}""",
        """{"by":"random","rules":[{"by":"header","name":"X-Beta","value":"yes","canary":"always"},{"by":"query","name":"old","canary":"never"},{"by":"sourceIp","range":"10.0.0.0/8","canary":"always"}]}""")]
    public async Task Put_IsShown_ByItselfAndByItsStage_UntilItIsDeleted(string sent, string shown)
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.GetAsync($"{stage}/affinity")).ShouldBe(200, """{"by":"random"}""");
        (await App.PutAsync($"{stage}/affinity", sent)).ShouldBe(200, shown).Header("ETag").ShouldBe("\"2\"");
        (await App.GetAsync($"{stage}/affinity")).ShouldBe(200, shown).Header("ETag").ShouldBe("\"2\"");
        (await App.GetAsync(stage)).Json["canaryAffinity"]!.ToJsonString().ShouldBe(shown);

        (await App.DeleteAsync($"{stage}/affinity")).ShouldBeEmpty(204);
        (await App.GetAsync(stage)).Json["canaryAffinity"].ShouldBeNull();
        (await App.DeleteAsync($"{stage}/affinity")).ShouldBeEmpty(204);
        (await App.GetAsync(stage)).Header("ETag").ShouldBe("\"3\"");
    }

    [Fact]
    public async Task TheSecretOfAnOverride_IsNeitherStoredNorShown_AndStaysUntilThereIsANewOne()
    {
        var (_, stage, _) = await CreateStageAsync();
        var shown = """{"by":"random","override":{"headerName":"X-Canary","secretSet":true}}""";
        (await App.PutAsync($"{stage}/affinity", $$$"""{"override":{"headerName":"X-Canary","secret":"{{{Secret}}}"}}""")).ShouldBe(200, shown);
        var first = await DigestAsync(stage);
        (await App.PutAsync($"{stage}/affinity", shown)).ShouldBe(200, shown);
        (await DigestAsync(stage)).ShouldBe(first);
        (await App.PutAsync($"{stage}/affinity", """{"override":{"headerName":"X-Canary","secret":"another-secret"}}""")).ShouldBe(200, shown);
        (await DigestAsync(stage)).ShouldNotBe(first);

        var history = (await App.GetAsync($"{stage}/history")).Body;
        history.ShouldContain("/canaryAffinity/override/secretDigest");
        history.ShouldNotContain(Secret);
        (await App.Store.QueryAsync(new ItemQuery(Partition(stage), ""))).Items.Select(item => System.Text.Encoding.UTF8.GetString(item.Body.Span)).ShouldAllBe(text => !text.Contains(Secret));
    }

    [Theory]
    [InlineData("""{"by":"header"}""", "Invalid name: it must have 1 to 128 of the characters that names of headers have")]
    [InlineData("""{"by":"header","name":"X User"}""", "Invalid name: it must have 1 to 128 of the characters that names of headers have")]
    [InlineData("""{"by":"claim"}""", "Invalid name: it must have 1 to 128 characters")]
    [InlineData("""{"by":"sourceIp","name":"x"}""", "Invalid name: it is for by header, cookie and claim")]
    [InlineData("""{"by":"cookie","missing":"random"}""", "Invalid missing: it is for by header, claim and sourceIp")]
    [InlineData("""{"by":"header","name":"X","cookie":{}}""", "Invalid cookie: it is for by cookie alone")]
    [InlineData("""{"by":"cookie","cookie":{"maxAgeSeconds":59}}""", "Invalid cookie.maxAgeSeconds: it must be 0, or a whole number from 60 to 34560000")]
    [InlineData("""{"by":"cookie","cookie":{"path":"/a;b"}}""", "Invalid cookie.path: it must begin with / and have at most 256 printable ASCII characters, no semicolons")]
    [InlineData("""{"by":"cookie","cookie":{"secure":false,"sameSite":"None"}}""", "Invalid cookie.secure: browsers refuse SameSite=None without it")]
    [InlineData("""{"responseHeader":"Content-Type"}""", "Invalid responseHeader: Content-Type has another meaning")]
    [InlineData("""{"override":{"headerName":"authorization","secret":"let-me-in-please"}}""", "Invalid override.headerName: authorization has another meaning")]
    [InlineData("""{"override":{"headerName":"X-Canary"}}""", "Invalid override.secret: it must be given, since none is set")]
    [InlineData("""{"override":{"headerName":"X-Canary","secret":"short"}}""", "Invalid override.secret: it must have 12 to 128 printable ASCII characters, no blanks, commas and equals signs")]
    [InlineData("""{"override":{"headerName":"X-Canary","secret":"let me in please"}}""", "Invalid override.secret: it must have 12 to 128 printable ASCII characters, no blanks, commas and equals signs")]
    [InlineData("""{"rules":[{"by":"header","name":"X","canary":"always"},{"by":"sourceIp","canary":"never"}]}""", "Invalid rules.2.member.range: it must be a CIDR block, as 10.0.0.0/8 or 2001:db8::/32, or a single address")]
    [InlineData("""{"rules":[{"by":"sourceIp","range":"10.0.0.0/33","canary":"never"}]}""", "Invalid rules.1.member.range: it must be a CIDR block, as 10.0.0.0/8 or 2001:db8::/32, or a single address")]
    [InlineData("""{"rules":[{"by":"sourceIp","name":"x","range":"10.0.0.0/8","canary":"never"}]}""", "Invalid rules.1.member.name: a rule by sourceIp has a range")]
    [InlineData("""{"rules":[{"by":"query","range":"10.0.0.0/8","canary":"never"}]}""", "Invalid rules.1.member.range: it is for rules by sourceIp")]
    [InlineData("""{"rules":[{"by":"query","canary":"never"}]}""", "Invalid rules.1.member.name: it must have 1 to 128 characters")]
    public async Task Put_WhatCannotBe_IsRefused_AndNothingChanges(string sent, string message)
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/affinity", sent)).ShouldBeBadRequest(message);
        (await App.GetAsync(stage)).Header("ETag").ShouldBe("\"1\"");
    }

    [Theory]
    [InlineData("""{"by":"moon"}""")]
    [InlineData("""{"rules":[{"by":"header","name":"X"}]}""")]
    [InlineData("""{"rules":[{"by":"header","name":"X","canary":"maybe"}]}""")]
    [InlineData("""{"override":{"secret":"let-me-in-please"}}""")]
    public async Task Put_WhatIsNotInTheModel_IsAValidationError(string sent)
    {
        var (_, stage, _) = await CreateStageAsync();
        var answer = await App.PutAsync($"{stage}/affinity", sent);
        (answer.Status, answer.Header("x-amzn-ErrorType")).ShouldBe((400, "ValidationException"), answer.Body);
    }

    [Fact]
    public async Task Put_TooManyRules_IsRefused()
    {
        var (_, stage, _) = await CreateStageAsync();
        var rules = string.Join(',', Enumerable.Repeat("""{"by":"query","name":"x","canary":"never"}""", 21));
        (await App.PutAsync($"{stage}/affinity", $$"""{"rules":[{{rules}}]}""")).ShouldBeBadRequest("Invalid rules: there can be at most 20");
    }

    [Fact]
    public async Task History_TellsOfEveryChange_AndTheGatewayHearsOfIt()
    {
        var (_, stage, _) = await CreateStageAsync();
        var before = App.Observer.Heard.Count;
        (await App.PutAsync($"{stage}/affinity", """{"by":"header","name":"X-User","rules":[{"by":"query","name":"beta","value":"1","canary":"always"}]}""")).ShouldSucceed();
        (await App.DeleteAsync($"{stage}/affinity")).ShouldSucceed();
        App.Observer.Heard.Count.ShouldBe(before + 2);
        var events = (await App.GetAsync($"{stage}/history")).Json["item"]!.AsArray();
        events.Select(each => each!["type"]!.ToString()).ShouldBe(["AFFINITY_CHANGED", "AFFINITY_CHANGED", "STAGE_CREATED"]);
        events[1]!["changes"]!.ToJsonString().ShouldBe(
            """[{"path":"/canaryAffinity/by","after":"header"},{"path":"/canaryAffinity/name","after":"X-User"},{"path":"/canaryAffinity/rules/0","after":"query beta=1: always"}]""");
    }

    [Fact]
    public async Task ASaltIsStored_AndNotShown()
    {
        var (api, stage, _) = await CreateStageAsync();
        await DeployAsync(api, """{"stageName":"prod","canarySettings":{"percentTraffic":10}}""");
        (await App.GetAsync(stage)).Body.ShouldNotContain("salt");
        (await App.GetAsync($"{stage}/history")).Body.ShouldNotContain("salt");
        (await StoredAsync(stage)).ShouldContain("\"salt\":\"");
    }

    private static string Partition(string stage) => $"API#{stage.Split('/')[2]}";

    private async Task<string> StoredAsync(string stage) =>
        System.Text.Encoding.UTF8.GetString((await App.Store.QueryAsync(new ItemQuery(Partition(stage), "STAGE#"))).Items.ShouldHaveSingleItem().Body.Span);

    private async Task<string> DigestAsync(string stage) =>
        System.Text.Json.Nodes.JsonNode.Parse(await StoredAsync(stage))!["canaryAffinity"]!["override"]!["digest"]!.ToString();
}
