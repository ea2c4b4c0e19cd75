using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Stages;

public sealed class StageCacheTests : ApiTest
{
    [Fact]
    public async Task FlushStageCache_MovesTheStage_AndIsInItsHistory()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PatchAsync(stage, "replace /cacheClusterEnabled true")).ShouldSucceed();
        (await App.DeleteAsync($"{stage}/cache/data")).ShouldBeEmpty(202);
        App.Observer.Heard.ShouldContain($"stage {stage.Split('/')[2]}/prod");
        (await App.GetAsync(stage)).Header("ETag").ShouldBe("\"3\"");
        (await NewestChangesAsync(stage)).ShouldBe("""[{"path":"/cache/data/flushes","before":"1","after":"2"}]""");
        (await App.DeleteAsync($"{stage[..^4]}nope/cache/data")).ShouldBeNotFound("Invalid Stage identifier specified");
    }

    [Fact]
    public async Task FlushStageCache_WithoutACache_ChangesNothing()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.DeleteAsync($"{stage}/cache/data")).ShouldBeEmpty(202);
        (await App.GetAsync(stage)).Header("ETag").ShouldBe("\"1\"");
    }

    [Fact]
    public async Task UpdateStage_ANewOrResizedCacheBeginsEmpty()
    {
        var (_, stage, _) = await CreateStageAsync();
        foreach (var (operation, flushed) in new[]
        {
            ("replace /cacheClusterSize 1.6", false),
            ("replace /cacheClusterEnabled true", true),
            ("replace /cacheClusterEnabled true", false),
            ("replace /cacheClusterSize 6.1", true),
            ("replace /cacheClusterEnabled false", false),
            ("replace /cacheClusterEnabled true", true),
        })
        {
            (await App.PatchAsync(stage, operation)).ShouldSucceed();
            (await NewestChangesAsync(stage)).Contains("/cache/data/flushes", StringComparison.Ordinal).ShouldBe(flushed, operation);
        }
    }

    [Theory]
    [InlineData("false", "NOT_AVAILABLE", null)]
    [InlineData("true", "AVAILABLE", "0.5")]
    public async Task GetStage_SaysWhetherThereIsACache(string enabled, string status, string? size)
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PatchAsync(stage, $"replace /cacheClusterEnabled {enabled}")).ShouldSucceed();
        var shown = (await App.GetAsync(stage)).Json;
        ((string?)shown["cacheClusterStatus"], (string?)shown["cacheClusterSize"]).ShouldBe((status, size));
    }

    [Theory]
    [InlineData("replace /cacheClusterSize 2", "BadRequestException")]
    [InlineData("replace /*/*/caching/ttlInSeconds -1", "BadRequestException")]
    [InlineData("replace /*/*/caching/ttlInSeconds 3601", "BadRequestException")]
    [InlineData("replace /*/*/caching/ttlInSeconds 1.5", "BadRequestException")]
    [InlineData("replace /*/*/caching/enabled perhaps", "BadRequestException")]
    [InlineData("replace /*/*/caching/unauthorizedCacheControlHeaderStrategy SUCCEED", "ValidationException")]
    public async Task UpdateStage_ValuesOutOfRange_AreRefused_AndNothingChanges(string operation, string type)
    {
        var (_, stage, _) = await CreateStageAsync();
        var refused = await App.PatchAsync(stage, operation);
        (refused.Status, refused.Header("x-amzn-ErrorType")).ShouldBe((400, type), refused.Body);
        (await App.GetAsync(stage)).Header("ETag").ShouldBe("\"1\"");
    }

    [Fact]
    public async Task Explain_SaysWhetherAndHowAMethodIsCached()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await ExplainedAsync(stage)).ShouldBeNull();
        (await App.PatchAsync(stage, "replace /cacheClusterEnabled true", "replace /*/*/caching/enabled true", "replace /*/*/caching/ttlInSeconds 60")).ShouldSucceed();
        var explained = (await ExplainedAsync(stage)).ShouldNotBeNull();
        explained.ShouldContain("\"ttlInSeconds\":60");
        explained.ShouldContain("\"cacheKeyParameters\":[]");
        explained.ShouldContain("\"useStageCache\":false");
        (await App.PatchAsync(stage, "replace /*/*/caching/ttlInSeconds 0")).ShouldSucceed();
        (await ExplainedAsync(stage)).ShouldBeNull("a time of 0 is none");
    }

    private async Task<string> NewestChangesAsync(string stage) => (await App.GetAsync($"{stage}/history")).Json["item"]![0]!["changes"]!.ToJsonString();

    private async Task<string?> ExplainedAsync(string stage)
    {
        var reply = await App.PostAsync($"{stage}/explain", """{"path":"/"}""");
        reply.Status.ShouldBe(200, reply.Body);
        return reply.Json["variants"]![0]!["method"].ShouldNotBeNull(reply.Body)["cache"]?.ToJsonString();
    }
}
