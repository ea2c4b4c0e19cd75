using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Storage.Items;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Api.Tests.Requests;

public sealed class ErrorTests : ApiTest
{
    private protected override ControlApiOptions Options => new()
    {
        AccountId = "999999999999",
        Quotas = new Quotas { RestApis = 2, StagesPerApi = 2, ResourcesPerApi = 2, DomainNames = 1 },
    };

    [Fact]
    public async Task EveryAnswer_HasItsHeaders()
    {
        var ids = new HashSet<string>();
        foreach (var reply in new[] { await App.GetAsync("/account"), await App.GetAsync("/restapis/x"), await App.GetAsync("/nothing"), await App.PostAsync("/restapis", "{") })
        {
            reply.Header("Content-Type").ShouldBe("application/json");
            reply.Header("x-amzn-RequestId").ShouldNotBeNull().ShouldMatch("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");
            reply.Header("x-amz-apigw-id").ShouldNotBeNull().ShouldEndWith("=");
            ids.Add(reply.Header("x-amzn-RequestId")!).ShouldBeTrue("request ids are unique");
            (reply.Header("x-amzn-ErrorType") is null).ShouldBe(reply.Status == 200);
        }

        (await App.GetAsync("/restapis/x")).ShouldBeNotFound("Invalid API identifier specified 999999999999:x");
    }

    [Fact]
    public async Task NoContent_HasNoBodyAndNoType()
    {
        var (api, _, _) = await CreateApiAsync();
        var reply = await App.PutAsync($"/tags/arn:aws:apigateway:us-east-1::{api}", """{"tags":{}}""");
        reply.ShouldBeEmpty(204).Header("Content-Type").ShouldBeNull();
    }

    [Fact]
    public async Task Quotas_AreKept()
    {
        var (api, _, root) = await CreateApiAsync();
        await CreateApiAsync();
        Limited(await App.PostAsync("/restapis", """{"name":"third"}"""), "Maximum number of APIs has been reached. Please contact AWS if you need additional APIs.");
        (await App.PostAsync($"{api}/resources/{root}", """{"pathPart":"a"}""")).ShouldSucceed();
        Limited(await App.PostAsync($"{api}/resources/{root}", """{"pathPart":"b"}"""), "Maximum number of Resources for this API has been reached. Please contact AWS if you need additional Resources.");
        var deployment = await DeployAsync(api, """{"stageName":"a"}""");
        await DeployAsync(api, """{"stageName":"b"}""");
        const string stages = "Maximum number of stages for this API has been reached. Please contact AWS if you need additional stages for your API.";
        Limited(await App.PostAsync($"{api}/deployments", """{"stageName":"c"}"""), stages);
        Limited(await App.PostAsync($"{api}/stages", $$"""{"stageName":"c","deploymentId":"{{deployment}}"}"""), stages);
        (await App.GetAsync($"{api}/deployments")).Json["item"]!.AsArray().Count.ShouldBe(2);
        await DeployAsync(api, """{"stageName":"b"}""");
        (await App.PostAsync("/domainnames", """{"domainName":"a.com"}""")).ShouldSucceed();
        Limited(await App.PostAsync("/domainnames", """{"domainName":"b.com"}"""), "Maximum number of domain names has been reached. Please contact AWS if you need additional domain names.");
        (await App.DeleteAsync(api)).ShouldSucceed();
        await CreateApiAsync();
    }

    [Fact]
    public async Task StoreThatFails_IsServiceUnavailable()
    {
        App.Store.FailFromWrite(1);
        var reply = await App.PostAsync("/restapis", """{"name":"a"}""");
        reply.ShouldBeError(503, "ServiceUnavailableException", "The configuration store is not available. Please try again later.").Header("Retry-After").ShouldBe("1");
        var entry = App.Log.Entries.ShouldHaveSingleItem();
        entry.Level.ShouldBe(LogLevel.Error);
        entry.Text.ShouldContain(reply.Header("x-amzn-RequestId")!);
        App.Store.Heal();
        (await App.PostAsync("/restapis", """{"name":"a"}""")).ShouldSucceed();
    }

    [Fact]
    public async Task StoreThatIsThrottled_IsTooManyRequests()
    {
        App.Store.BeforeWrite = _ => throw new StoreThrottledException("raise the capacity");
        var reply = await App.PostAsync("/restapis", """{"name":"a"}""");
        reply.ShouldBeError(429, "TooManyRequestsException", "Too Many Requests").Header("Retry-After").ShouldBe("1");
        var entry = App.Log.Entries.ShouldHaveSingleItem();
        entry.Level.ShouldBe(LogLevel.Warning);
        entry.Text.ShouldContain(reply.Header("x-amzn-RequestId")!);
        App.Store.Heal();
        (await App.GetAsync("/restapis")).Json["item"]!.AsArray().ShouldBeEmpty();
        (await App.PostAsync("/restapis", """{"name":"a"}""")).ShouldSucceed();
    }

    [Fact]
    public async Task UnexpectedFailure_TellsTheLogAndNotTheClient()
    {
        App.Store.BeforeWrite = _ => throw new InvalidTimeZoneException("secret detail");
        var reply = await App.PostAsync("/restapis", """{"name":"a"}""");
        reply.ShouldBeError(500, "InternalFailure", "Internal failure");
        var entry = App.Log.Entries.ShouldHaveSingleItem();
        entry.Level.ShouldBe(LogLevel.Error);
        entry.Text.ShouldStartWith($"POST /restapis of arn:aws:iam::999999999999:root failed. Request id {reply.Header("x-amzn-RequestId")}");
        entry.Text.ShouldContain("secret detail");
        entry.Text.ShouldContain(nameof(TroubledStore));
    }

    [Fact]
    public async Task ClientThatLeaves_IsNotLoggedAsAFailure()
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        App.Store.AfterRead = async _ =>
        {
            reached.TrySetResult();
            await release.Task;
        };
        using var leaving = new CancellationTokenSource();
        var call = App.Client.GetAsync(new Uri("/restapis/x", UriKind.Relative), leaving.Token);
        await reached.Task;
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
        release.SetResult();
        App.Store.AfterRead = _ => Task.CompletedTask;
        (await App.GetAsync("/account")).ShouldSucceed();
        App.Log.Entries.ShouldBeEmpty();
    }

    private static void Limited(Reply reply, string message) =>
        reply.ShouldBeError(429, "LimitExceededException", message).Header("Retry-After").ShouldBe("1");
}
