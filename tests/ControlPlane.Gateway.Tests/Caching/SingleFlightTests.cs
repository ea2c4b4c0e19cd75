using ControlPlane.Gateway.Recording;

namespace ControlPlane.Gateway.Tests.Caching;

public sealed class SingleFlightTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Of_requests_that_come_together_one_asks_the_backend()
    {
        await using var host = await StartAsync();
        var answers = await TogetherAsync(host, 20);
        answers.ShouldBe(Enumerable.Repeat("1", 20));
        host.Asked.ShouldBe(1);
        await Eventually.HoldsAsync(() => host.Outcomes.Count == 20);
        host.Outcomes.Count(outcome => outcome == CacheOutcome.Miss).ShouldBe(1);
        host.Outcomes.Count(outcome => outcome == CacheOutcome.Hit).ShouldBe(19);
    }

    [Fact]
    public async Task Requests_of_other_keys_do_not_wait()
    {
        await using var host = await StartAsync();
        var first = host.GetAsync();
        await Eventually.HoldsAsync(() => host.Asked == 1);
        var other = host.GetAsync("/any");
        await Eventually.HoldsAsync(() => host.Asked == 2);
        _gate.SetResult();
        await Task.WhenAll(first, other);
    }

    [Theory]
    [InlineData("no response")]
    [InlineData("""{"statusCode":500,"body":"down"}""")]
    public async Task When_it_fails_for_one_the_others_ask_for_themselves(string failure)
    {
        await using var host = await StartAsync();
        host.Answer = number => number == 1 ? failure : CachingHost.Response(200, "well");
        var answers = await TogetherAsync(host, 10);
        answers.Count(answer => answer == "well").ShouldBe(9);
        (await host.GetAsync()).ShouldBe("well");
    }

    [Fact]
    public async Task When_the_first_caller_leaves_the_others_are_served()
    {
        await using var host = await StartAsync();
        using var leaving = new CancellationTokenSource();
        var first = host.Gateway.Client.GetAsync($"/{Doubles.Sample.ApiId}/prod/x", leaving.Token);
        await Eventually.HoldsAsync(() => host.Asked == 1);
        var others = Enumerable.Range(0, 5).Select(_ => host.GetAsync()).ToArray();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        await Eventually.HoldsAsync(() => host.Asked > 1);
        _gate.SetResult();
        (await Task.WhenAll(others)).ShouldAllBe(answer => answer != "");
    }

    [Fact]
    public async Task Nobody_waits_longer_than_his_own_methods_backend_may_take()
    {
        await using var host = await CachingHost.StartAsync(integration: integration => integration with { CacheNamespace = "all" });
        var api = Doubles.Sample.Api(
            Doubles.Sample.Resource("/slow", Method(29_000)) with { Id = "slow" }, Doubles.Sample.Resource("/quick", Method(100)) with { Id = "quick" });
        host.Gateway.Source.Put("dep003", api);
        host.Put(CachingHost.Stage() with { DeploymentId = "dep003" });
        host.Lambda.Gate = _gate.Task;
        var slow = host.GetAsync("/slow");
        await Eventually.HoldsAsync(() => host.Asked == 1);
        (await host.GetAsync("/quick")).ShouldBe("""{"message": "Endpoint request timed out"}""");
        host.Asked.ShouldBe(1);
        _gate.SetResult();
        (await slow).ShouldBe("1");
        (await host.GetAsync("/quick")).ShouldBe("1");

        static Domain.Methods.Method Method(int timeout) =>
            Doubles.Sample.Method("GET", Doubles.Sample.LambdaProxy() with { CacheNamespace = "all", TimeoutInMillis = timeout });
    }

    [Fact]
    public async Task An_invalidation_asks_at_once_and_is_not_undone_by_what_was_asked_before()
    {
        await using var host = await CachingHost.StartAsync(
            stage: CachingHost.Stage(new Domain.Stages.MethodSetting(requireAuthorizationForCacheControl: false) { CachingEnabled = true }));
        host.Lambda.Gate = _gate.Task;
        var before = host.GetAsync();
        await Eventually.HoldsAsync(() => host.Asked == 1);
        host.Clock.Advance(1);
        host.Lambda.Gate = Task.CompletedTask;
        (await host.GetAsync("/x", ("Cache-Control", "max-age=0"))).ShouldBe("1");
        _gate.SetResult();
        (await before).ShouldBe("2");
        (await host.GetAsync()).ShouldBe("1", "what was asked later is newer");
    }

    private async Task<string[]> TogetherAsync(CachingHost host, int count)
    {
        var requests = new List<Task<string>> { host.GetAsync() };
        await Eventually.HoldsAsync(() => host.Asked == 1);
        requests.AddRange(Enumerable.Range(1, count - 1).Select(_ => host.GetAsync()));

        // Those that come later find the response kept: it is the same to them.
        await Task.Delay(50);
        _gate.SetResult();
        return await Task.WhenAll(requests);
    }

    private async Task<CachingHost> StartAsync()
    {
        var host = await CachingHost.StartAsync();
        host.Lambda.Gate = _gate.Task;
        return host;
    }
}
