using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Concurrency;

/// <summary>Two processes over one store; one is held between its read and its write while the other writes.</summary>
public sealed class ProcessRaceTests : ApiTest
{
    private const string _lost = "Unable to complete operation due to concurrent modification. Please try again later.";

    public static TheoryData<string, string, string, string> Races => new()
    {
        { "API", "replace /description slow", "API", "replace /version quick" },
        { "API/stages/prod", "replace /variables/slow 1", "API/stages/prod", "replace /variables/quick 1" },
        { "API/deployments/DEPLOYMENT", "replace /description slow", "API/deployments/DEPLOYMENT", "replace /description quick" },
        { "API/resources/CHILD", "replace /pathPart slow", "API/resources/CHILD", "replace /pathPart quick" },
        { "API/resources/ROOT/methods/GET", "replace /operationName slow", "API/resources/ROOT/methods/GET", "replace /apiKeyRequired true" },
        { "API/resources/ROOT/methods/GET/integration", "replace /timeoutInMillis 100", "API/resources/ROOT/methods/GET", "replace /apiKeyRequired true" },
        { "/account", "replace /cloudwatchRoleArn arn:aws:iam::1:role/slow", "/account", "replace /cloudwatchRoleArn arn:aws:iam::1:role/quick" },
        { "/domainnames/a.com", "replace /certificateArn slow", "/domainnames/a.com", "replace /regionalCertificateArn quick" },
    };

    [Theory]
    [MemberData(nameof(Races))]
    public async Task Patches_OfOneThing_ExactlyOneWins(string slowPath, string slowOperation, string quickPath, string quickOperation)
    {
        var (api, _, root) = await CreateApiAsync();
        var deployment = await DeployAsync(api, """{"stageName":"prod"}""");
        var child = (await App.PostAsync($"{api}/resources/{root}", """{"pathPart":"x"}"""))["id"];
        (await App.PostAsync("/domainnames", """{"domainName":"a.com"}""")).ShouldSucceed();
        string Fill(string path) => path.Replace("API", api, StringComparison.Ordinal).Replace("DEPLOYMENT", deployment, StringComparison.Ordinal)
            .Replace("CHILD", child, StringComparison.Ordinal).Replace("ROOT", root, StringComparison.Ordinal);

        await using var quick = await App.StartAnotherAsync();
        var (slow, _) = await InterleaveAsync(
            () => App.PatchAsync(Fill(slowPath), slowOperation),
            async () => (await quick.PatchAsync(Fill(quickPath), quickOperation)).ShouldSucceed());
        slow.ShouldBeConflict(_lost);
        (await App.GetAsync(Fill(quickPath))).Body.ShouldContain(quickOperation.Contains("quick", StringComparison.Ordinal) ? "quick" : "\"apiKeyRequired\":true");
        (await App.PatchAsync(Fill(slowPath), slowOperation)).ShouldSucceed();
    }

    [Fact]
    public async Task StageChanges_OfTwoProcesses_AreAllInTheHistory()
    {
        var (_, stage, _) = await CreateStageAsync();
        await using var other = await App.StartAnotherAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? App : other).PatchAsync(stage, $"replace /variables/v{i} x")));
        var won = replies.Count(reply => reply.Status == 200);
        replies.Where(reply => reply.Status != 200).ToList().ForEach(reply => reply.ShouldBeConflict(_lost));
        won.ShouldBeGreaterThan(0);
        (await App.GetAsync(stage)).Json["variables"]!.AsObject().Count.ShouldBe(won);
        (await App.GetAsync($"{stage}/history?limit=500")).Json["item"]!.AsArray().Select(each => (int)each!["sequence"]!).ShouldBe(Enumerable.Range(1, won + 1).Reverse());
    }

    [Fact]
    public async Task Deployments_ToOneStage_OneMovesIt()
    {
        var (api, stage, _) = await CreateStageAsync();
        await using var quick = await App.StartAnotherAsync();
        var (slow, moved) = await InterleaveAsync(
            () => App.PostAsync($"{api}/deployments", """{"stageName":"prod"}"""),
            async () => (await quick.PostAsync($"{api}/deployments", """{"stageName":"prod"}""")).ShouldSucceed(),
            "STAGE#prod");
        slow.ShouldBeConflict(_lost);
        (await App.GetAsync(stage))["deploymentId"].ShouldBe(moved["id"]);
    }

    [Fact]
    public async Task Creations_OfOneStage_OneWins()
    {
        var (api, _, _) = await CreateApiAsync();
        var deployment = await DeployAsync(api);
        await using var quick = await App.StartAnotherAsync();
        var body = $$"""{"stageName":"prod","deploymentId":"{{deployment}}"}""";
        var (slow, _) = await InterleaveAsync(() => App.PostAsync($"{api}/stages", body), async () => (await quick.PostAsync($"{api}/stages", body)).ShouldSucceed());
        slow.ShouldBeConflict("Stage already exists");
    }

    [Theory]
    [InlineData("replace /deploymentId NEW")]
    [InlineData("replace /canarySettings/deploymentId NEW")]
    public async Task DeploymentDeleted_WhileAStageMovesToIt_IsNotPointedTo(string operation)
    {
        var (api, stage, first) = await CreateStageAsync();
        var second = await DeployAsync(api);
        await using var quick = await App.StartAnotherAsync();
        var (slow, _) = await InterleaveAsync(
            () => App.PatchAsync(stage, operation.Replace("NEW", second, StringComparison.Ordinal)),
            async () => (await quick.DeleteAsync($"{api}/deployments/{second}")).ShouldBeEmpty(202));
        slow.ShouldBeConflict(_lost);
        var after = await App.GetAsync(stage);
        (after["deploymentId"], after.Json["canarySettings"]).ShouldBe((first, null));
    }

    [Fact]
    public async Task DeploymentDeleted_WhileAStageIsCreatedOnIt_LeavesNoStage()
    {
        var (api, _, _) = await CreateStageAsync();
        var second = await DeployAsync(api);
        await using var quick = await App.StartAnotherAsync();
        var (slow, _) = await InterleaveAsync(
            () => App.PostAsync($"{api}/stages", $$"""{"stageName":"new","deploymentId":"{{second}}"}"""),
            async () => (await quick.DeleteAsync($"{api}/deployments/{second}")).ShouldBeEmpty(202));
        slow.ShouldBeConflict(_lost);
        (await App.GetAsync($"{api}/stages/new")).ShouldBeNotFound("Invalid Stage identifier specified");
    }

    [Fact]
    public async Task DeploymentPointedTo_WhileItIsDeleted_Stays()
    {
        var (api, stage, _) = await CreateStageAsync();
        var second = await DeployAsync(api);
        await using var quick = await App.StartAnotherAsync();
        var (slow, _) = await InterleaveAsync(
            () => App.DeleteAsync($"{api}/deployments/{second}"),
            async () => (await quick.PatchAsync(stage, $"replace /deploymentId {second}")).ShouldSucceed());
        slow.ShouldBeBadRequest("Active stages pointing to this deployment must be moved or deleted");
        (await App.GetAsync($"{api}/deployments/{second}?embed=apisummary")).ShouldSucceed().Json["apiSummary"].ShouldNotBeNull();
    }

    [Fact]
    public async Task ApiDeleted_WhileAStageIsCreated_LeavesNoStage()
    {
        var (api, _, _) = await CreateApiAsync();
        var deployment = await DeployAsync(api);
        await using var quick = await App.StartAnotherAsync();
        var (slow, _) = await InterleaveAsync(
            () => App.PostAsync($"{api}/stages", $$"""{"stageName":"new","deploymentId":"{{deployment}}"}"""),
            async () => (await quick.DeleteAsync(api)).ShouldBeEmpty(202));
        slow.ShouldBeConflict(_lost);
        (await App.GetAsync($"{api}/stages/new")).Status.ShouldBe(404);
        (await App.GetAsync($"{api}/stages/new/history")).Status.ShouldBe(404);
    }

    // Holds the slow call at its first write (of a sort key), runs the other call to its end, then lets it go.
    private async Task<(Reply Slow, Reply Quick)> InterleaveAsync(Func<Task<Reply>> slow, Func<Task<Reply>> quick, string? sort = null)
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        App.Store.BeforeWrite = async key =>
        {
            if (sort is null || key.Sort == sort)
            {
                reached.TrySetResult();
                await release.Task;
            }
        };
        var running = slow();
        await Task.WhenAny(reached.Task, running);
        reached.Task.IsCompleted.ShouldBeTrue("the slow call ended without writing");
        var done = await quick();
        release.SetResult();
        return (await running, done);
    }
}
