using System.Net;
using System.Text.Json.Nodes;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class TagAndConcurrencyTests
{
    [Fact]
    public async Task Tags_are_added_listed_and_removed()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", Package.EchoPython);
        const string Tags = "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af";

        (await app.SendAsync(HttpMethod.Post, Tags, (JsonObject)JsonNode.Parse("""{"Tags":{"a":"1","b":"2","c":"3"}}""")!)).ShouldBe(HttpStatusCode.NoContent);
        (await app.DeleteAsync($"{Tags}?tagKeys=a&tagKeys=b")).ShouldBe(HttpStatusCode.NoContent);
        (await app.GetAsync(Tags)).Text.ShouldBe("""{"Tags":{"c":"3"}}""");
        (await app.GetAsync("/2017-03-31/tags/f")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Reserved_concurrency_limits_a_function()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", Package.EchoPython);
        const string Put = "/2017-10-31/functions/f/concurrency";

        (await app.SendAsync(HttpMethod.Put, Put, new JsonObject { ["ReservedConcurrentExecutions"] = 0 })).ShouldBe(HttpStatusCode.OK);
        (await app.GetAsync("/2019-09-30/functions/f/concurrency")).Text.ShouldBe("""{"ReservedConcurrentExecutions":0}""");
        var refused = await app.InvokeAsync("f");
        refused.ShouldFail(HttpStatusCode.TooManyRequests, "TooManyRequestsException", "Rate Exceeded.");
        refused["Reason"].ShouldBe("ReservedFunctionConcurrentInvocationLimitExceeded");

        (await app.DeleteAsync(Put)).ShouldBe(HttpStatusCode.NoContent);
        (await app.InvokeAsync("f")).ShouldSucceed();
        (await app.GetAsync("/2016-08-19/account-settings")).Json["AccountUsage"]!["FunctionCount"]!.GetValue<int>().ShouldBe(1);
    }
}
