using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Storage.Access;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.Api.Tests.UsagePlans;

public sealed class UsagePlanTests : ApiTest
{
    [Fact]
    public async Task UsagePlan_LivesItsLife()
    {
        var api = await StageAsync();
        var created = await App.PostAsync("/usageplans", $$"""
            {"name":"basic","description":"d","apiStages":[{"apiId":"{{api}}","stage":"prod","throttle":{"/pets/GET":{"burstLimit":1,"rateLimit":2.5} } }],
             "throttle":{"burstLimit":10,"rateLimit":5},"quota":{"limit":100,"offset":1,"period":"WEEK"},"tags":{"a":"b"} }
            """);
        var id = created.ShouldSucceed()["id"];
        created.ShouldBe(201, $$"""
            {"id":"{{id}}","name":"basic","description":"d","apiStages":[{"apiId":"{{api}}","stage":"prod","throttle":{"/pets/GET":{"burstLimit":1,"rateLimit":2.5} } }],
             "throttle":{"burstLimit":10,"rateLimit":5},"quota":{"limit":100,"offset":1,"period":"WEEK"},"tags":{"a":"b"} }
            """);
        var path = $"/usageplans/{id}";
        (await App.GetAsync(path)).ShouldBe(200, created.Body);
        (await App.GetAsync("/usageplans")).ShouldBe(200, $$"""{"item":[{{created.Body}}]}""");
        var patched = await App.PatchAsync(
            path,
            "replace /name better",
            "replace /quota/limit 7",
            "replace /throttle/rateLimit 2",
            "add /productCode pc",
            $"replace /apiStages/{api}:prod/throttle/~1pets~1{{id}}/POST/rateLimit 3",
            $"replace /apiStages/{api}:prod/throttle/~1pets~1{{id}}~1POST/burstLimit 4",
            $"remove /apiStages/{api}:prod/throttle/~1pets/GET");
        patched.Json["apiStages"]!.ToJsonString().ShouldBe($$"""[{"apiId":"{{api}}","stage":"prod","throttle":{"/pets/{id}/POST":{"burstLimit":4,"rateLimit":3} } }]""".Replace(" ", "", StringComparison.Ordinal));
        (patched["name"], patched["productCode"], patched.Json["quota"]!["limit"]!.ToString(), patched.Json["throttle"]!["rateLimit"]!.ToString()).ShouldBe(("better", "pc", "7", "2"));
        (await App.DeleteAsync(path)).ShouldBeBadRequest($"Cannot delete Usage Plan {id} because there are API Stages associated with it, including {api}:prod");
        (await App.PatchAsync(path, $"remove /apiStages/{api}:prod")).ShouldBeBadRequest(
            $"Invalid patch path  '/apiStages/{api}:prod' specified for op 'remove'. Please choose supported operations");
        (await App.PatchAsync(path, "remove /apiStages nope:prod")).ShouldBeBadRequest("Invalid API Stage specified");
        var bare = await App.PatchAsync(path, $"remove /apiStages {api}:prod", "remove /quota", "remove /throttle", "remove /productCode");
        bare.ShouldBe(200, $$"""{"id":"{{id}}","name":"better","description":"d","apiStages":[],"tags":{"a":"b"} }""");
        (await App.DeleteAsync(path)).ShouldBeEmpty(202);
        (await App.GetAsync(path)).ShouldBeNotFound("Invalid Usage Plan ID specified");
    }

    [Theory]
    [InlineData("""{}""", "ValidationException", "1 validation error detected: Value null at 'createUsagePlanInput.name' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"name":"p","apiStages":[{"apiId":"nope","stage":"prod"}]}""", "BadRequestException", "Invalid API Stage {api: nope, stage: prod} specified for usageplan p")]
    [InlineData("""{"name":"p","apiStages":[{"stage":"prod"}]}""", "BadRequestException", "Invalid API Stage {api: , stage: prod} specified for usageplan p")]
    [InlineData("""{"name":"p","throttle":{"rateLimit":-1}}""", "BadRequestException", "Usage Plan throttle rate limit and burst limit must not be negative")]
    [InlineData("""{"name":"p","quota":{"limit":1}}""", "BadRequestException", "Usage Plan quota must have a period")]
    [InlineData("""{"name":"p","quota":{"limit":1,"period":"YEAR"}}""", "ValidationException", "1 validation error detected: Value 'YEAR' at 'createUsagePlanInput.quota.period' failed to satisfy constraint: Member must satisfy enum value set: [DAY, WEEK, MONTH]")]
    [InlineData("""{"name":"p","quota":{"limit":1,"offset":7,"period":"WEEK"}}""", "BadRequestException", "Usage Plan quota offset must be between 0 and 6 for period WEEK")]
    public async Task CreateUsagePlan_Rejects(string body, string type, string message)
    {
        (await App.PostAsync("/usageplans", body)).ShouldBeError(400, type, message);
        (await App.GetAsync("/usageplans")).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task UpdateUsagePlan_AppliesAllOrNothing()
    {
        var id = (await App.PostAsync("/usageplans", """{"name":"p"}"""))["id"];
        (await App.PatchAsync($"/usageplans/{id}", "replace /name q", "add /apiStages nope:prod")).ShouldBeBadRequest("Invalid API Stage {api: nope, stage: prod} specified for usageplan q");
        (await App.GetAsync($"/usageplans/{id}"))["name"].ShouldBe("p");
    }

    [Fact]
    public async Task UsagePlanKeys_LiveTheirLife()
    {
        var api = await StageAsync();
        var plan = await PlanAsync(api);
        var key = (await App.PostAsync("/apikeys", """{"name":"k","enabled":true}""")).ShouldSucceed();
        var keys = $"/usageplans/{plan}/keys";
        var body = $$"""{"keyId":"{{key["id"]}}","keyType":"API_KEY"}""";
        var expected = $$"""{"id":"{{key["id"]}}","type":"API_KEY","value":"{{key["value"]}}","name":"k"}""";
        (await App.PostAsync(keys, body)).ShouldBe(201, expected);
        (await App.PostAsync(keys, body)).Status.ShouldBe(409);
        (await App.GetAsync(keys)).ShouldBe(200, $$"""{"item":[{{expected}}]}""");
        (await App.GetAsync($"{keys}?name=z")).ShouldBe(200, """{"item":[]}""");
        (await App.GetAsync($"{keys}/{key["id"]}")).ShouldBe(200, expected);
        (await App.GetAsync($"/usageplans?keyId={key["id"]}")).Json["item"]!.AsArray().Select(each => each!["id"]!.ToString()).ShouldBe([plan]);

        var second = await PlanAsync(null);
        (await App.PostAsync($"/usageplans/{second}/keys", body)).ShouldSucceed();
        var clash = $"Usage Plan {second} cannot be added because API Key {key["id"]} cannot reference multiple Usage Plans with the same API stage: {api}:prod";
        (await App.PatchAsync($"/usageplans/{second}", $"add /apiStages {api}:prod")).ShouldBeConflict(clash);
        (await App.DeleteAsync($"/usageplans/{second}/keys/{key["id"]}")).ShouldBeEmpty(202);
        (await App.PatchAsync($"/usageplans/{second}", $"add /apiStages {api}:prod")).ShouldSucceed();
        (await App.PostAsync($"/usageplans/{second}/keys", body)).ShouldBeConflict(clash);

        (await App.DeleteAsync($"/apikeys/{key["id"]}")).ShouldSucceed();
        (await App.GetAsync(keys)).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task UsagePlanKeys_Refusals()
    {
        var plan = await PlanAsync(null);
        var key = (await App.PostAsync("/apikeys"))["id"];
        (await App.PostAsync($"/usageplans/{plan}/keys", """{"keyId":"nope","keyType":"API_KEY"}""")).ShouldBeNotFound("Invalid API Key identifier specified");
        (await App.PostAsync("/usageplans/nope/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""")).ShouldBeNotFound("Invalid Usage Plan ID specified");
        (await App.PostAsync($"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"X"}""")).ShouldBeBadRequest("Invalid key type specified: X. Valid options are API_KEY");
        (await App.GetAsync($"/usageplans/{plan}/keys/{key}")).ShouldBeNotFound("Invalid Usage Plan Key identifier specified");
        (await App.DeleteAsync($"/usageplans/{plan}/keys/{key}")).ShouldBeNotFound("Invalid Usage Plan Key identifier specified");
    }

    [Fact]
    public async Task Usage_IsShownByDayAndCanBeGranted()
    {
        var plan = await PlanAsync(null, ""","quota":{"limit":10,"period":"WEEK"}""");
        var key = (await App.PostAsync("/apikeys"))["id"];
        (await App.PostAsync($"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""")).ShouldSucceed();
        var usage = App.Services.GetRequiredService<UsageRepository>();
        await usage.AddAsync(plan, key, new DailyUsage(new DateOnly(2026, 2, 28), 4, 0), default);
        await usage.AddAsync(plan, key, new DailyUsage(new DateOnly(2026, 3, 1), 3, 0), default);

        // The first of March is a Sunday, with which a week begins.
        var expected = $$$"""{"usagePlanId":"{{{plan}}}","startDate":"2026-02-27","endDate":"2026-03-01","values":{"{{{key}}}":[[0,10],[4,6],[3,7]]}}""";
        (await App.GetAsync($"/usageplans/{plan}/usage?startDate=2026-02-27&endDate=2026-03-01")).ShouldBe(200, expected);
        (await App.GetAsync($"/usageplans/{plan}/usage?startDate=2026-02-27&endDate=2026-03-01&keyId={key}")).ShouldBe(200, expected);
        (await App.PatchAsync($"/usageplans/{plan}/keys/{key}/usage", "replace /remaining 50")).ShouldBe(
            200, $$$"""{"usagePlanId":"{{{plan}}}","startDate":"2026-03-01","endDate":"2026-03-01","values":{"{{{key}}}":[[3,50]]}}""");
        (await App.PatchAsync($"/usageplans/{plan}/keys/{key}/usage", "replace /remaining 0")).Json["values"]![key]!.ToJsonString().ShouldBe("[[3,0]]");
        (await App.PatchAsync($"/usageplans/{plan}/keys/{key}/usage", "replace /used 0")).ShouldBeBadRequest(
            "Invalid patch path  '/used' specified for op 'replace'. Must be one of: [/remaining]");
        (await App.GetAsync($"/usageplans/{plan}/usage?startDate=x&endDate=2026-03-01")).ShouldBeBadRequest("Invalid startDate specified. Dates must have the format YYYY-MM-DD");
        (await App.GetAsync($"/usageplans/{plan}/usage?startDate=2026-03-02&endDate=2026-03-01")).ShouldBeBadRequest(
            "Invalid date range specified. It must end after it starts and have at most 90 days");
    }

    private async Task<string> StageAsync() => (await CreateStageAsync()).Stage.Split('/')[2];

    private async Task<string> PlanAsync(string? api, string more = "")
    {
        var stages = api is null ? "" : $$"""{"apiId":"{{api}}","stage":"prod"}""";
        return (await App.PostAsync("/usageplans", $$"""{"name":"p","apiStages":[{{stages}}]{{more}} }""")).ShouldSucceed()["id"];
    }
}
